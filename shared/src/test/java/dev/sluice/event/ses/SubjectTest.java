package dev.sluice.event.ses;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SubjectTest {

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', textBlock = """
            =?UTF-8?Q?Gr=C3=BC=C3=9Fe?=                                  ; Grüße
            =?utf-8?b?w5xiZXJyYXNjaHVuZw==?=                             ; Überraschung
            =?ISO-8859-1?Q?Patrik_F=E4ltstr=F6m?=                        ; Patrik Fältström
            Re: =?UTF-8?Q?=C3=A4?= and =?UTF-8?Q?=C3=B6?= too            ; Re: ä and ö too
            =?UTF-8?Q?=C3=A4?= =?UTF-8?Q?=C3=B6?=                        ; äö
            =?UTF-8?B?8J+Y?= =?UTF-8?B?gA==?=                            ; 😀
            =?UTF-8*de?Q?=C3=A4?=                                        ; =?UTF-8*de?Q?=C3=A4?=
            Your order                                                   ; Your order
            Ärger mit =? und ?=                                          ; Ärger mit =? und ?=
            """)
    void encodedWordsAreReadAsPeopleReadThem(String subject, String expected) {
        assertThat(Subject.decode(subject)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "=?no-such-charset?Q?=C3=A4?=",
                "=?\u0000?Q?a?=",
                "=?UTF-8?X?abc?=",
                "=?UTF-8?B?####?=",
                "=?UTF-8?B?w5xi-?=",
                "=?UTF-8?Q?=FF?=",
                "=?UTF-8?Q?=ZZ?=",
                "=?UTF-8?Q?=C3=A4?= =?nowhere?Q?b?=",
                "=?UTF-8?Q?abc",
                "=?UTF-8?Q",
                "=?",
                "?=",
                "",
            })
    void whatIsWrongStaysAsItCame(String subject) {
        assertThat(Subject.decode(subject)).isEqualTo(subject);
    }

    @Test
    void theWorkIsBounded() {
        Assertions.assertTimeoutPreemptively(Duration.ofSeconds(10), () -> {
            for (String part : new String[] {"=?x", "=?UTF-8?Q?", "=?=?", "=?UTF-8?B?w5w=?= ", "?="}) {
                String subject = part.repeat(1_000_000 / part.length());
                assertThat(Subject.decode(subject)).isEqualTo(subject);
                assertThat(Subject.decode(subject.substring(0, 10_000))).isNotNull();
            }
        });
    }
}
