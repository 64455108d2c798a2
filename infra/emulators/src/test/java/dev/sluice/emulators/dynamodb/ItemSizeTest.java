package dev.sluice.emulators.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ItemSizeTest {

    private static long size(String item) throws JsonProcessingException {
        return ItemSize.of(new ObjectMapper().readTree(item));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{}                                               | 0",
                "{\"pk\":{\"S\":\"abc\"}}                         | 5",
                "{\"pk\":{\"S\":\"äö\"}}                          | 6",
                "{\"ä\":{\"S\":\"\"}}                             | 2",
                "{\"n\":{\"N\":\"7\"}}                            | 3",
                "{\"n\":{\"N\":\"-12\"}}                          | 4",
                "{\"n\":{\"N\":\"1764491154123\"}}                | 9",
                "{\"n\":{\"N\":\"0\"}}                            | 2",
                "{\"n\":{\"N\":\"1200\"}}                         | 3",
                "{\"b\":{\"B\":\"AAAA\"}}                         | 4",
                "{\"f\":{\"BOOL\":true},\"g\":{\"NULL\":true}}    | 4",
                "{\"l\":{\"L\":[]}}                               | 4",
                "{\"l\":{\"L\":[{\"S\":\"ab\"},{\"N\":\"1\"}]}}   | 10",
                "{\"m\":{\"M\":{\"a\":{\"S\":\"b\"}}}}            | 7",
                "{\"s\":{\"SS\":[\"ab\",\"c\"]}}                  | 4",
            })
    void countsNamesValuesAndWhatTypesCostBesides(String item, long bytes) throws JsonProcessingException {
        assertThat(size(item)).isEqualTo(bytes);
    }

    @Test
    void aTypeThatIsNoneIsNamed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> size("{\"a\":{\"X\":\"1\"}}"))
                .withMessageContaining("X");
    }
}
