package dev.sluice.local;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.endpoint.RetrySchedule;
import dev.sluice.local.LocalOptions.Part;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class ListeningTest {

    @ParameterizedTest
    @EnumSource
    void aTakenPortIsNamedWithWhatItIsFor(Part part) throws IOException {
        LocalOptions options = options(eightFreePorts(), true);
        try (ServerSocket taken = new ServerSocket(options.port(part), 1, InetAddress.getLoopbackAddress())) {

            assertThatThrownBy(() -> Listening.check(options))
                    .isInstanceOf(IOException.class)
                    .hasMessage("cannot listen on 127.0.0.1:" + taken.getLocalPort() + " for " + part
                            + ": Address already in use (--port and --host choose others)");
        }
    }

    @Test
    void theReceiversPortMayBeTakenWhereThereIsNoDemo() throws IOException {
        LocalOptions options = options(eightFreePorts(), false);
        try (ServerSocket taken = new ServerSocket(options.port(Part.RECEIVER), 1, InetAddress.getLoopbackAddress())) {
            assertThatCode(() -> Listening.check(options)).doesNotThrowAnyException();
        }
    }

    @Test
    void anyFreePortsAreNotTaken() {
        assertThatCode(() -> Listening.check(options(0, true))).doesNotThrowAnyException();
    }

    @Test
    void anAddressOfAnotherMachineIsNamed() {
        LocalOptions elsewhere = new LocalOptions(
                "192.0.2.1", 3027, null, RetrySchedule.DEFAULT, List.of(), 10, true, LocalOptions.Sealing.FILE);

        assertThatThrownBy(() -> Listening.check(elsewhere)).hasMessageStartingWith("cannot listen on 192.0.2.1:3027");
    }

    /** The first of eight in a row, below those that the system gives to clients: other tests run meanwhile, and other programs. */
    private static int eightFreePorts() {
        for (int port = 20_000; port < 32_000; port += 10) {
            try {
                Listening.check(options(port, true));
                return port;
            } catch (IOException e) {
                // taken: the next ones
            }
        }
        throw new AssertionError("no eight free ports in a row");
    }

    private static LocalOptions options(int port, boolean demo) {
        return new LocalOptions(
                "127.0.0.1", port, null, RetrySchedule.DEFAULT, List.of(), 10, demo, LocalOptions.Sealing.KMS);
    }
}
