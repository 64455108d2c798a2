package dev.sluice.emulators.receiver;

import dev.sluice.emulators.receiver.RequestReader.Head;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/** One client connection: request after request until somebody has had enough. */
final class Connection {

    /** A client that keeps a connection open without a word for so long has forgotten it. */
    private static final int IDLE_MILLIS = 300_000;

    private final Socket socket;
    private final long id;
    private final Scripts scripts;
    private final Journal journal;
    private final Control control;
    private final StatusDecision decision;
    private final InstantSource clock;

    Connection(Socket socket, long id, Scripts scripts, Journal journal, StatusDecision decision, InstantSource clock) {
        this.socket = socket;
        this.id = id;
        this.scripts = scripts;
        this.journal = journal;
        this.control = new Control(scripts, journal);
        this.decision = decision;
        this.clock = clock;
    }

    /** Returns when the connection is to be closed. */
    void serve(Tls mode, @Nullable SSLContext tls) throws IOException, InterruptedException {
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(IDLE_MILLIS);
        if (mode == Tls.SILENT) {
            awaitEnd(socket.getInputStream());
            return;
        }
        Socket secured = tls == null ? socket : secured(tls);
        InputStream in = new BufferedInputStream(secured.getInputStream());
        OutputStream out = new BufferedOutputStream(secured.getOutputStream());
        RequestReader reader = new RequestReader(in);
        boolean open = true;
        while (open) {
            Optional<Head> head = reader.head();
            open = head.isPresent() && exchange(head.get(), reader, in, out);
        }
        secured.close();
    }

    private Socket secured(SSLContext tls) throws IOException {
        SSLSocket secured = (SSLSocket) tls.getSocketFactory().createSocket(socket, null, socket.getPort(), false);
        secured.setUseClientMode(false);
        secured.startHandshake();
        return secured;
    }

    /** @return whether the connection can serve another request */
    private boolean exchange(Head head, RequestReader reader, InputStream in, OutputStream out)
            throws IOException, InterruptedException {
        boolean controls = Control.isControl(head.path());
        Behaviour behaviour = controls ? Behaviour.status(200) : scripts.next(head.path(), head.query());
        if (behaviour.fault() == Fault.RESET_BEFORE_READING) {
            record(head, new byte[0]);
            reset();
            return false;
        }
        if (head.header("Expect").orElse("").equalsIgnoreCase("100-continue")) {
            out.write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            out.flush();
        }
        byte[] body = reader.body(head);
        if (controls) {
            behaviour = control.answer(head.method(), head.path(), head.query(), body);
        } else {
            behaviour = behaviour.withStatus(decision.decide(record(head, body)).orElse(behaviour.status()));
        }
        boolean last = head.header("Connection").orElse("").equalsIgnoreCase("close");
        return answer(behaviour, in, out, head.method().equals("HEAD")) && !last;
    }

    private Received record(Head head, byte[] body) {
        return journal.add(number -> new Received(
                number,
                id,
                head.method(),
                head.path(),
                head.query(),
                head.headers(),
                body,
                clock.instant(),
                System.nanoTime()));
    }

    private boolean answer(Behaviour behaviour, InputStream in, OutputStream out, boolean head)
            throws IOException, InterruptedException {
        return switch (behaviour.fault()) {
            case RESET_BEFORE_READING, RESET_AFTER_READING -> {
                Thread.sleep(behaviour.delay());
                reset();
                yield false;
            }
            case CLOSE_WITHOUT_ANSWER -> {
                Thread.sleep(behaviour.delay());
                yield false;
            }
            case NEVER_ANSWER -> {
                awaitEnd(in);
                yield false;
            }
            case NONE, BROKEN_CHUNKING, TRUNCATED_BODY -> new Responder(out, behaviour).answer(head);
        };
    }

    /** Holds the connection until the client lets go of it. */
    private void awaitEnd(InputStream in) throws IOException {
        socket.setSoTimeout(0);
        in.transferTo(OutputStream.nullOutputStream());
    }

    /** RST instead of FIN. */
    private void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }
}
