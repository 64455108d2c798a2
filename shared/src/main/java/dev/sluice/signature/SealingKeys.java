package dev.sluice.signature;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * AES-256 keys by their ids. As text {@code id:key}, the key being 32 bytes in standard base64, one a line or with commas between; the
 * first is the current one, the others only open. Blank lines and lines that begin with {@code #} do not count. To rotate, put a new
 * key in front.
 */
public final class SealingKeys {

    private static final int KEY_BYTES = 32;
    private static final Pattern ID = Pattern.compile("(?!" + DataKey.PREFIX + ")[A-Za-z0-9_-]{1,64}");

    private final String currentId;
    private final Map<String, SecretKey> keys;

    private SealingKeys(String currentId, Map<String, SecretKey> keys) {
        this.currentId = currentId;
        this.keys = Map.copyOf(keys);
    }

    /**
     * Reads keys from text.
     *
     * @param origin names the text in messages, such as a file or a variable
     * @throws IllegalArgumentException naming origin, line and what is wrong with it, never what stands there
     */
    public static SealingKeys parse(String origin, String text) {
        Map<String, SecretKey> keys = new LinkedHashMap<>();
        int number = 0;
        for (String line : text.lines().toList()) {
            number++;
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            try {
                for (String entry : line.split(",", -1)) {
                    add(entry.strip(), keys);
                }
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(origin + ": line " + number + " " + e.getMessage(), e);
            }
        }
        if (keys.isEmpty()) {
            throw new IllegalArgumentException(origin + ": holds no key");
        }
        return new SealingKeys(keys.keySet().iterator().next(), keys);
    }

    private static void add(String entry, Map<String, SecretKey> keys) {
        int colon = entry.indexOf(':');
        if (colon < 0 || !ID.matcher(entry.substring(0, colon)).matches()) {
            throw new IllegalArgumentException("is not a key id (1 to 64 of A-Z a-z 0-9 _ -, not beginning with "
                    + DataKey.PREFIX + "), a colon and " + KEY_BYTES + " bytes in base64");
        }
        if (keys.putIfAbsent(entry.substring(0, colon), key(entry.substring(colon + 1))) != null) {
            throw new IllegalArgumentException("repeats a key id");
        }
    }

    /**
     * Reads a key file.
     *
     * @throws IllegalArgumentException as {@link #parse} does
     * @throws IOException when it is absent or cannot be read; the message names it
     */
    public static SealingKeys read(Path file) throws IOException {
        try {
            // One character a byte, so that any byte can be judged by its line.
            return parse("key file " + file, Files.readString(file, StandardCharsets.ISO_8859_1));
        } catch (NoSuchFileException e) {
            throw new IOException("key file " + file + ": does not exist", e);
        }
    }

    /**
     * Reads a key file; where there is none, first makes one with one new key that only its owner may read. It appears whole or
     * not at all. Two processes must not do this at once.
     *
     * @param random a {@link java.security.SecureRandom} outside of tests
     * @throws IllegalArgumentException as {@link #parse} does
     * @throws IOException when it cannot be read or made
     */
    public static SealingKeys readOrCreate(Path file, RandomGenerator random) throws IOException {
        if (!Files.exists(file)) {
            create(file.toAbsolutePath(), newKey(random) + "\n");
        }
        return read(file);
    }

    /** A line with a new key under a new id, random so that keys of two files are never mistaken for each other. */
    static String newKey(RandomGenerator random) {
        byte[] id = new byte[4];
        random.nextBytes(id);
        byte[] key = new byte[KEY_BYTES];
        random.nextBytes(key);
        return "k" + HexFormat.of().formatHex(id) + ":" + Base64.getEncoder().encodeToString(key);
    }

    String currentId() {
        return currentId;
    }

    Optional<SecretKey> find(String id) {
        return Optional.ofNullable(keys.get(id));
    }

    /** The ids; never a key. */
    @Override
    public String toString() {
        return "SealingKeys[current=" + currentId + ", ids=" + keys.keySet() + "]";
    }

    private static SecretKey key(String encoded) {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(encoded);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("has a key that is not standard base64", e);
        }
        if (bytes.length != KEY_BYTES) {
            throw new IllegalArgumentException("has a key of " + bytes.length + " bytes instead of " + KEY_BYTES);
        }
        return new SecretKeySpec(bytes, "AES");
    }

    private static void create(Path file, String text) throws IOException {
        Path unfinished = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(unfinished);
        FileAttribute<?>[] ownerOnly =
                file.getFileSystem().supportedFileAttributeViews().contains("posix")
                        ? new FileAttribute<?>[] {
                            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                        }
                        : new FileAttribute<?>[0];
        try (FileChannel channel = FileChannel.open(
                unfinished, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), ownerOnly)) {
            ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            // What is sealed under a key that the disk then forgets is lost.
            channel.force(true);
        }
        Files.move(unfinished, file);
    }
}
