package dev.sluice.endpoint;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The IANA special-purpose address registries, as published: the files beside this class carry the date they were read on.
 * To renew them, put the published files in their place and change the date here and in their names.
 *
 * @see <a href="https://www.iana.org/assignments/iana-ipv4-special-registry/">the IPv4 registry</a>
 * @see <a href="https://www.iana.org/assignments/iana-ipv6-special-registry/">the IPv6 registry</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6890">RFC 6890, what the columns mean</a>
 */
final class SpecialPurposeRegistry {

    /** The day the registries were read. */
    static final String READ_ON = "2026-07-18";

    private static final SpecialPurposeRegistry PUBLISHED = new SpecialPurposeRegistry(List.of(
            "iana-ipv4-special-registry-" + READ_ON + ".csv", "iana-ipv6-special-registry-" + READ_ON + ".csv"));

    private final List<Entry> entries;

    /**
     * One block.
     *
     * @param reachable true where the registry says "Globally Reachable: True"
     */
    record Entry(Cidr block, String name, boolean reachable) {}

    private SpecialPurposeRegistry(List<String> files) {
        List<Entry> read = new ArrayList<>();
        files.forEach(file -> read.addAll(read(file)));
        read.sort(Comparator.comparingInt((Entry entry) -> entry.block().bits()).reversed());
        entries = List.copyOf(read);
    }

    /** Both registries. */
    static SpecialPurposeRegistry published() {
        return PUBLISHED;
    }

    /** Every block, the narrowest first. */
    List<Entry> entries() {
        return entries;
    }

    /** The narrowest block that holds an address of 4 or 16 bytes, or null. */
    @Nullable
    Entry find(byte[] address) {
        for (Entry entry : entries) {
            if (entry.block().contains(address)) {
                return entry;
            }
        }
        return null;
    }

    private static List<Entry> read(String file) {
        try (InputStream in = SpecialPurposeRegistry.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException("missing from the class path: " + file);
            }
            List<Entry> entries = new ArrayList<>();
            List<List<String>> rows = Csv.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
            int block = rows.getFirst().indexOf("Address Block");
            int name = rows.getFirst().indexOf("Name");
            int reachable = rows.getFirst().indexOf("Globally Reachable");
            for (List<String> row : rows.subList(1, rows.size())) {
                for (String cidr : withoutFootnote(row.get(block)).split(",", -1)) {
                    boolean isReachable = withoutFootnote(row.get(reachable)).equals("True");
                    entries.add(new Entry(Cidr.parse(cidr.strip()), row.get(name), isReachable));
                }
            }
            return entries;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    /** The registries mark cells as {@code 2002::/16 [3]}. */
    private static String withoutFootnote(String cell) {
        return cell.replaceAll("\\s*\\[\\d+]", "").strip();
    }
}
