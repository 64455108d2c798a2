package dev.sluice.local;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The file for {@code sam local invoke --env-vars}: with it the functions of {@code template.yaml}, in containers, work on the table and
 * the queues of a running local system. SAM takes from it what a function declares; credentials, which it needs not have, it makes up.
 */
final class SamVariables {

    private static final String KEY_FILE = "SLUICE_SEALING_KEY_FILE";

    private SamVariables() {}

    /**
     * Writes the file, which holds keys and is its owner's alone.
     *
     * @param environment what the functions here were made from
     */
    static void write(Path file, Map<String, String> environment) throws IOException {
        Map<String, String> variables = new TreeMap<>(environment);
        variables.keySet().removeIf(name -> !name.startsWith("SLUICE_") && !name.startsWith("AWS_ENDPOINT_URL_"));
        variables.remove(LocalSystem.STAND_IN); // a container knows it by another address than it signs with
        variables.replaceAll((_, value) -> value.startsWith("http://") ? fromAContainer(URI.create(value)) : value);
        // A container does not see the file.
        String keyFile = variables.remove(KEY_FILE);
        if (keyFile != null) {
            variables.put("SLUICE_SEALING_KEYS", keys(Path.of(keyFile)));
        }
        ObjectMapper json = new ObjectMapper();
        ObjectNode root = json.createObjectNode();
        ObjectNode ofEveryFunction = root.putObject("Parameters");
        variables.forEach(ofEveryFunction::put);
        OwnersFile.write(file, json.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n");
    }

    /** A container has a loopback of its own; that name is what Docker calls the machine around it. */
    private static String fromAContainer(URI url) {
        InetSocketAddress address = new InetSocketAddress(url.getHost(), url.getPort());
        InetAddress host = address.getAddress();
        boolean another = host == null || !(host.isLoopbackAddress() || host.isAnyLocalAddress());
        return another ? url.toString() : "http://host.docker.internal:" + url.getPort() + url.getRawPath();
    }

    private static String keys(Path file) throws IOException {
        return Files.readAllLines(file).stream()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .collect(Collectors.joining(","));
    }
}
