package dev.sluice.event.json;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** Documents that were damaged. */
final class Broken {

    private static final long SEED = 20261125;

    private Broken() {}

    /** Each with one to three bytes changed, most often to one that the document has elsewhere, such as of a name or a bracket. */
    static List<byte[]> of(String document, int count) {
        Random random = new Random(SEED);
        byte[] whole = document.getBytes(UTF_8);
        return Stream.generate(() -> broken(whole, random)).limit(count).toList();
    }

    private static byte[] broken(byte[] whole, Random random) {
        byte[] broken = whole.clone();
        for (int times = random.nextInt(3); times >= 0; times--) {
            broken[random.nextInt(whole.length)] =
                    random.nextInt(4) == 0 ? (byte) random.nextInt(256) : whole[random.nextInt(whole.length)];
        }
        return broken;
    }
}
