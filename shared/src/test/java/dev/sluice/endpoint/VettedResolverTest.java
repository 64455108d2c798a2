package dev.sluice.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.sluice.endpoint.VettedResolver.Resolution;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VettedResolverTest {

    private final List<String> asked = new ArrayList<>();

    private VettedResolver answering(InetAddress... answers) {
        return new VettedResolver(AddressPolicy.publicOnly(), host -> {
            asked.add(host);
            return answers;
        });
    }

    @Test
    void returnsAllAnswersInTheirOrder() {
        InetAddress first = InetAddress.ofLiteral("93.184.215.14");
        InetAddress second = InetAddress.ofLiteral("2606:2800:21f:cb07:6820:80da:af6b:8b2c");

        assertThat(answering(first, second).resolve("Public.Example.", 443))
                .isEqualTo(new Resolution.Vetted(List.of(first, second)));
        assertThat(asked).containsExactly("public.example");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void oneRefusedAnswerRefusesAll(int position) {
        InetAddress[] answers = new InetAddress[3];
        Arrays.fill(answers, InetAddress.ofLiteral("93.184.215.14"));
        answers[position] = InetAddress.ofLiteral("10.0.0.1");

        assertThat(answering(answers).resolve("public.example", 443)).isInstanceOf(Resolution.Refused.class);
    }

    @Test
    void judgesTheIpv4AddressInAMappedAnswer() throws Exception {
        byte[] mapped = new byte[16];
        mapped[10] = (byte) 0xff;
        mapped[11] = (byte) 0xff;
        mapped[12] = 127;
        mapped[15] = 1;
        // Only this factory leaves it an IPv6 address.
        InetAddress answer = Inet6Address.getByAddress("public.example", mapped, -1);
        assertThat(answer).isInstanceOf(Inet6Address.class);

        assertThat(answering(answer).resolve("public.example", 443)).isInstanceOf(Resolution.Refused.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "2130706433",
                "0x7f.1",
                "0177.0.0.1",
                "127.1",
                "[::1]",
                "::1",
                "[::ffff:7f00:1]",
                "１２７.0.0.1"
            })
    void asksNobodyWhatAnAddressMeans(String host) {
        assertThat(answering(InetAddress.ofLiteral("93.184.215.14")).resolve(host, 80))
                .isInstanceOf(Resolution.Refused.class);
        assertThat(asked).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "a b", "127.0.0.1\u0000.example", "1.2.3.4.5", "fe80::1%1"})
    void refusesWhatIsNoHost(String host) {
        assertThat(answering(InetAddress.ofLiteral("93.184.215.14")).resolve(host, 80))
                .isInstanceOf(Resolution.Refused.class);
        assertThat(asked).isEmpty();
    }

    @Test
    void noAnswerIsUnresolved() {
        assertThat(answering().resolve("public.example", 80)).isInstanceOf(Resolution.Unresolved.class);
    }

    @Test
    void aBoundedLookUpRunsOnAPlatformThread() throws Exception {
        AtomicBoolean virtual = new AtomicBoolean(true);
        BoundedResolver resolver = new BoundedResolver(
                host -> {
                    virtual.set(Thread.currentThread().isVirtual());
                    return new InetAddress[] {InetAddress.ofLiteral("8.8.8.8")};
                },
                Duration.ofSeconds(30));

        Thread.ofVirtual().start(() -> assertResolves(resolver)).join();

        assertThat(virtual).isFalse();
    }

    @Test
    void aBoundedLookUpIsGivenUpAfterItsLimit() {
        CountDownLatch never = new CountDownLatch(1);
        BoundedResolver resolver = new BoundedResolver(
                host -> {
                    awaitUninterruptibly(never);
                    return new InetAddress[0];
                },
                Duration.ofMillis(50));

        assertThatExceptionOfType(UnknownHostException.class)
                .isThrownBy(() -> resolver.resolve("slow.example"))
                .withMessageContaining("no answer within 50 ms");
        never.countDown();
    }

    @Test
    void aBoundedLookUpFailsAsItsResolverDoes() {
        BoundedResolver resolver = new BoundedResolver(
                host -> {
                    throw new UnknownHostException("no such name");
                },
                Duration.ofSeconds(30));

        assertThatExceptionOfType(UnknownHostException.class)
                .isThrownBy(() -> resolver.resolve("absent.example"))
                .withMessage("no such name");
    }

    private static void assertResolves(HostResolver resolver) {
        try {
            assertThat(resolver.resolve("public.example")).hasSize(1);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    /** As native code waits. */
    private static void awaitUninterruptibly(CountDownLatch latch) {
        while (latch.getCount() > 0) {
            try {
                latch.await();
            } catch (InterruptedException e) {
                continue;
            }
        }
    }
}
