package dev.sluice.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What is verified is genuine. */
class SignedInputTest {

    @Test
    void everySchemesSignatureIsGenuine() throws Exception {
        assertThat(SignedInput.isGenuine(SignedInput.stripe().ask())).isTrue();
        assertThat(SignedInput.isGenuine(SignedInput.sns("1").ask())).isTrue();
        assertThat(SignedInput.isGenuine(SignedInput.sns("2").ask())).isTrue();
    }
}
