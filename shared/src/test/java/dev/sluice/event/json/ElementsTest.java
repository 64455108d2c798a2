package dev.sluice.event.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ElementsTest {

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            {"r":[]}                                  ;
            {"r":[1]}                                 ; 1
            {"r":[-0.50e+10,12]}                      ; -0.50e+10 12
            {"r":[12,3.5 ]}                           ; 12 3.5
            {"r":["a","ü\\u00e9\\"]","🎉"]}           ; "a" "ü\\u00e9\\"]" "🎉"
            {"r":["",true,false,null]}                ; "" true false null
            {"r":[{},[],[[1]],{"r":[2,3]}]}           ; {} [] [[1]] {"r":[2,3]}
            { "a" : [ 1 ] , "r" : [ {"b":1} , "c" ] } ; {"b":1} "c"
            {"\\u0072":[1,2]}                         ; 1 2
            {"a":{"r":[1,2]},"r":[3]}                 ; 3
            """)
    void anElementIsFoundWithoutWhatStandsAroundIt(String input, String elements) {
        assertThat(String.join(" ", of(input))).isEqualTo(elements == null ? "" : elements);
    }

    @Test
    void aByteOrderMarkAndLinesBetweenMoveThem() {
        assertThat(of("\uFEFF{\"ü\":\"🎉\",\r\n\t\"r\":[\n1,\n\"ü\"\n]}\n")).containsExactly("1", "\"ü\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\uFEFF",
                "[1,2]",
                "{\"r\":{}}",
                "{\"r\":7}",
                "{\"a\":[1,2]}",
                "{\"r\":[1,2]",
                "{\"r\":[1,2]}x",
                "{\"r\":[1,2]} {}",
                "{\"r\":[1,2],}",
                "{\"r\":[1 2]}",
                "{\"r\":[01]}",
                "{\"r\":[1],\"r\":[2]}",
                "{\"r\":[1],\"a\":1,\"a\":1}",
                "{\"r\":[1],\"a\":\"\n\"}",
            })
    void whatIsNoObjectWithSuchAListHasNone(String input) {
        assertThat(of(input)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            [1,{"a":2}]              ;     ; 1 {"a":2}
            [] ;                           ;
            {"r":[1]}                ;     ;
            {"a":{"r":[1,2]},"r":[]} ; a r ; 1 2
            {"a":{"b":{"r":[7]}}}    ; a b r ; 7
            {"a":[{"r":[1]}]}        ; a r ;
            {"a":{"r":[1],"r":[2]}}  ; a r ;
            {"a":{"r":[1]},"a":0}    ; a r ;
            {"a":{"r":[1]},"b":{"c":1,"c":2}} ; a r ; 1
            """)
    void theListIsWhereThePathLeads(String input, String path, String elements) {
        byte[] bytes = input.getBytes(UTF_8);
        String found = Elements.of(bytes, path == null ? new String[0] : path.split(" ")).stream()
                .map(slice -> new String(bytes, slice.from(), slice.length(), UTF_8))
                .collect(Collectors.joining(" "));
        assertThat(found).isEqualTo(elements == null ? "" : elements);
    }

    @Test
    void whatIsBeyondTheLimitsHasNone() {
        assertThat(of("{\"r\":[" + "[".repeat(98) + "]".repeat(98) + "]}")).hasSize(1);
        assertThat(of("{\"r\":[" + "[".repeat(99) + "]".repeat(99) + "]}")).isEmpty();
        assertThat(of("{\"r\":[" + "9".repeat(101) + "]}")).isEmpty();
        assertThat(of("{\"r\":[1],\"" + "n".repeat(1_001) + "\":1}")).isEmpty();
        assertThat(of("{\"r\":[1]" + " ".repeat(Json.MAX_BYTES) + "}")).isEmpty();
        assertThat(Elements.of(new byte[] {'{', '"', 'r', '"', ':', '[', '"', (byte) 0xFF, '"', ']', '}'}, "r"))
                .isEmpty();
    }

    private static List<String> of(String input) {
        byte[] bytes = input.getBytes(UTF_8);
        return Elements.of(bytes, "r").stream()
                .map(slice -> new String(bytes, slice.from(), slice.length(), UTF_8))
                .toList();
    }
}
