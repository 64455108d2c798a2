package dev.sluice.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.sluice.endpoint.SpecialPurposeRegistry.Entry;
import java.math.BigInteger;
import java.net.InetAddress;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressPolicyTest {

    private final AddressPolicy policy = AddressPolicy.publicOnly();

    static Stream<Cidr> refusedBlocks() {
        Stream<Cidr> registered =
                SpecialPurposeRegistry.published().entries().stream().map(Entry::block);
        Stream<Cidr> further = Stream.of(
                        "224.0.0.0/4", "168.63.129.16/32", "::/96", "fec0::/10", "ff00::/8", "4000::/2", "8000::/1")
                .map(Cidr::parse);
        // The one block that is judged by what it carries.
        return Stream.concat(registered, further)
                .filter(block -> !block.toString().equals("64:ff9b::/96"));
    }

    @Test
    void bothRegistriesAreReadWhole() {
        List<Entry> entries = SpecialPurposeRegistry.published().entries();

        assertThat(entries)
                .filteredOn(entry -> entry.block().network().length == 4)
                .hasSize(26);
        assertThat(entries)
                .filteredOn(entry -> entry.block().network().length == 16)
                .hasSize(25);
        assertThat(entries)
                .filteredOn(Entry::reachable)
                .extracting(entry -> entry.block().toString())
                .contains("192.0.0.9/32", "64:ff9b::/96", "2620:4f:8000::/48")
                .doesNotContain("2002::/16", "192.88.99.0/24", "10.0.0.0/8");
    }

    @ParameterizedTest
    @MethodSource("refusedBlocks")
    void refusesFirstMiddleAndLastOfEverySpecialBlock(Cidr block) {
        for (byte[] edge : Spellings.edges(block)) {
            assertThat(policy.refusal(Spellings.address(edge))).isPresent();
        }
    }

    @ParameterizedTest
    @MethodSource("refusedBlocks")
    void refusesSpecialIpv4InsideEveryCarrier(Cidr block) {
        if (block.network().length == 16) {
            return;
        }
        for (byte[] edge : Spellings.edges(block)) {
            for (byte[] carrier : Spellings.embedded(edge)) {
                assertThat(policy.refusal(Spellings.address(carrier))).isPresent();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("refusedBlocks")
    void allowsTheIpv4NeighboursOfEverySpecialBlockThatAreInNone(Cidr block) {
        if (block.network().length == 16) {
            return;
        }
        BigInteger first = new BigInteger(1, Spellings.edges(block).getFirst());
        BigInteger last = new BigInteger(1, Spellings.edges(block).getLast());
        for (BigInteger neighbour : List.of(first.subtract(BigInteger.ONE), last.add(BigInteger.ONE))) {
            if (neighbour.signum() < 0 || neighbour.bitLength() > 32) {
                continue;
            }
            byte[] bytes = Spellings.bytes(neighbour, 4);
            boolean special = refusedBlocks().anyMatch(other -> other.contains(bytes));
            assertThat(policy.refusal(Spellings.address(bytes)).isPresent()).isEqualTo(special);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.1.1.1",
                "8.8.8.8",
                "9.255.255.255",
                "11.0.0.0",
                "172.15.255.255",
                "172.32.0.0",
                "192.167.255.255",
                "223.255.255.255",
                "168.63.129.15",
                "168.63.129.17",
                "2606:4700:4700::1111",
                "2a00:1450:4001:81b::200e",
                "2001:200::1",
                "2001:db7::1",
                "2003::1",
                "2001:4860:4860::8888"
            })
    void allowsGlobalUnicast(String address) {
        assertThat(policy.refusal(InetAddress.ofLiteral(address))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "127.0.0.1       | Loopback, 127.0.0.0/8",
                "0.0.0.0         | \"This host on this network\", 0.0.0.0/32",
                "169.254.169.254 | Link Local, 169.254.0.0/16",
                "169.254.170.2   | Link Local, 169.254.0.0/16",
                "fd00:ec2::254   | Unique-Local, fc00::/7",
                "100.100.100.200 | Shared Address Space, 100.64.0.0/10",
                "192.0.0.192     | IETF Protocol Assignments, 192.0.0.0/24",
                "168.63.129.16   | Azure platform, 168.63.129.16/32",
                "192.0.0.9       | Port Control Protocol Anycast, 192.0.0.9/32, globally reachable",
                "192.31.196.1    | AS112-v4, 192.31.196.0/24, globally reachable",
                "2001:20::1      | ORCHIDv2, 2001:20::/28, globally reachable",
                "64:ff9b::c01f:c401 | AS112-v4, 192.31.196.0/24, globally reachable",
                "64:ff9b::a9fe:a9fe | Link Local, 169.254.0.0/16",
                "fe90::1         | Link-Local Unicast, fe80::/10",
                "febf::1         | Link-Local Unicast, fe80::/10",
                "fec0::1         | Site-local, fec0::/10",
                "::7f00:1        | IPv4-compatible, ::/96",
                "2002:7f00:1::   | 6to4, 2002::/16",
                "::ffff:0:7f00:1 | outside 2000::/3",
                "4000::1         | outside 2000::/3",
            })
    void saysWhatKindOfAddressItIs(String address, String kind) {
        assertThat(policy.refusal(InetAddress.ofLiteral(address))).hasValue(kind);
    }

    @Test
    void nat64IsJudgedByTheIpv4AddressItLeadsTo() {
        assertThat(policy.refusal(InetAddress.ofLiteral("64:ff9b::8.8.8.8"))).isEmpty();
        assertThat(policy.refusal(InetAddress.ofLiteral("64:ff9b::10.0.0.1"))).isPresent();
        assertThat(policy.refusal(InetAddress.ofLiteral("64:ff9b:1::8.8.8.8"))).isPresent();
        assertThat(policy.refusal(InetAddress.ofLiteral("64:ff9b:0:0:0:1:808:808")))
                .isPresent();
    }

    @Test
    void anExceptionOpensItsBlockAndNothingBesideIt() {
        AddressPolicy local = AddressPolicy.allowing(List.of("127.0.0.0/30", "::1/128"));

        assertThat(local.refusal(InetAddress.ofLiteral("127.0.0.3"))).isEmpty();
        assertThat(local.refusal(InetAddress.ofLiteral("::1"))).isEmpty();
        assertThat(local.refusal(InetAddress.ofLiteral("127.0.0.4"))).isPresent();
        assertThat(local.refusal(InetAddress.ofLiteral("169.254.169.254"))).isPresent();
    }

    @Test
    void anExceptionForAHostHoldsForItsPortAlone() {
        AddressPolicy local = AddressPolicy.allowing(List.of("LocalHost:3028", "[::1]:80", "127.0.0.1:81"));
        InetAddress loopback = InetAddress.ofLiteral("127.0.0.1");

        assertThat(local.refusal("localhost.", 3028, loopback)).isEmpty();
        assertThat(local.refusal("[0:0::1]", 80, InetAddress.ofLiteral("::1"))).isEmpty();
        assertThat(local.refusal("2130706433", 81, loopback)).isEmpty();
        assertThat(local.refusal("localhost", 3029, loopback)).isPresent();
        assertThat(local.refusal("other", 3028, loopback)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.0/33",
                "::/129",
                "localhost",
                "10.0.0.0/",
                "/8",
                "host:0x50",
                "a b:80",
                "host:65536",
                "10.0.0.0/-1",
                ""
            })
    void anExceptionThatIsNeitherBlockNorHostIsNamed(String entry) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AddressPolicy.allowing(List.of(entry)))
                .withMessageContaining(entry);
    }
}
