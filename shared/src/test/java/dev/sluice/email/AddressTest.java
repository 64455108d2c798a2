package dev.sluice.email;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "ann@example.com                       | ann@example.com     | example.com",
                "Ann@Example.COM                       | ann@example.com     | example.com",
                "` ann@example.com\t`                  | ann@example.com     | example.com",
                "Ann Ö. <Ann@example.com>              | ann@example.com     | example.com",
                "\"Smith, <Ann>\" < ann@example.com >  | ann@example.com     | example.com",
                "a@b@example.com                       | a@b@example.com     | example.com",
                "ann+tag@mail.example.com              | ann+tag@mail.example.com | mail.example.com",
                "ärger@exämple.com                     | ärger@exämple.com   | exämple.com",
            })
    void isKeptInOneForm(String text, String value, String domain) {
        Address address = Address.of(text).orElseThrow();

        assertThat(address.value()).isEqualTo(value);
        assertThat(address.domain()).isEqualTo(domain);
        assertThat(Address.of(address.value())).contains(address);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "ann",
                "@example.com",
                "ann@",
                "a b@example.com",
                "ann@exam\u0000ple.com",
                "Ann <ann@example.com",
                "ann@example.com>",
                "<>",
                "ann\ud800@example.com"
            })
    void whatIsNoAddressIsNone(String text) {
        assertThat(Address.of(text)).isEmpty();
    }

    @Test
    void hasThreeHundredAndTwentyCharactersAtMost() {
        assertThat(Address.of("a".repeat(309) + "@example.com")).isEmpty();
        assertThat(Address.of("a".repeat(308) + "@example.com")).isPresent();
    }
}
