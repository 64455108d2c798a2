package dev.sluice.emulators.dynamodb;

import java.io.IOException;
import java.io.PrintStream;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.nio.charset.StandardCharsets;

/**
 * The other process: DynamoDB Local, reached by reflection because nothing of it may be compiled in. Three things its own main
 * class does not do: it listens on the given address only, it takes a free port and says which, and it ends when its standard
 * input does, so that it never outlives the process that started it, however that ended.
 *
 * <p>Arguments: host, port (0 = a free one), and those of DynamoDB Local. Once it serves, it prints {@code READY port} as a line
 * of its own.
 */
final class DynamoDbProcess {
    static final String READY = "sluice-dynamodb-ready ";

    private DynamoDbProcess() {}

    static void main(String[] arguments) throws ReflectiveOperationException {
        endWithStandardInput();
        String host = arguments[0];
        int port = Integer.parseInt(arguments[1]);
        String[] own = new String[arguments.length - 2];
        System.arraycopy(arguments, 2, own, 0, own.length);

        // The server by its own command line, without its main class: that one would set up telemetry too.
        Object server = Class.forName("software.amazon.dynamodb.services.local.main.ServerRunner")
                .getMethod("createServerFromCommandLineArgs", String[].class)
                .invoke(null, (Object) own);
        Field jetty = server.getClass().getDeclaredField("server");
        jetty.setAccessible(true);
        Object connector = Array.get(call(jetty.get(server), "getConnectors"), 0);
        connector.getClass().getMethod("setHost", String.class).invoke(connector, host);
        connector.getClass().getMethod("setPort", int.class).invoke(connector, port);
        try {
            call(server, "safeStart");
        } catch (InvocationTargetException e) {
            err().println("DynamoDB Local cannot start on " + host + ":" + port + ": " + rootCause(e));
            System.exit(1);
        }
        out().println(READY + call(connector, "getLocalPort"));
    }

    private static void endWithStandardInput() {
        Thread watch = new Thread(
                () -> {
                    try {
                        while (System.in.read() >= 0) {
                            // Nothing is ever sent; only the end counts.
                        }
                    } catch (IOException e) {
                        // A broken pipe is an end too.
                    }
                    // What was acknowledged is on disk already, and nothing may keep this process alive.
                    Runtime.getRuntime().halt(0);
                },
                "end-with-parent");
        watch.setDaemon(true);
        watch.start();
    }

    private static Object call(Object target, String method) throws ReflectiveOperationException {
        return target.getClass().getMethod(method).invoke(target);
    }

    private static Throwable rootCause(Throwable e) {
        Throwable cause = e;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }

    private static PrintStream out() {
        return new PrintStream(System.out, true, StandardCharsets.UTF_8);
    }

    private static PrintStream err() {
        return new PrintStream(System.err, true, StandardCharsets.UTF_8);
    }
}
