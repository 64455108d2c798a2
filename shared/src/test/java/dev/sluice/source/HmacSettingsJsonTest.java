package dev.sluice.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.delivery.Samples;
import dev.sluice.event.json.Json;
import dev.sluice.signature.HmacForm.Part;
import dev.sluice.source.HmacSettings.Preset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class HmacSettingsJsonTest {

    private static final String LEAST =
            "{'header':'X-Sig','algorithm':'sha256','encoding':'hex','type':'acme.event'}".replace('\'', '"');

    @ParameterizedTest
    @EnumSource
    void readsWhatItWrote(Preset preset) {
        assertThat(HmacSettingsJson.parse(written(preset.settings()))).isEqualTo(preset.settings());
        assertThat(Preset.ofCode(preset.code())).contains(preset);
    }

    @Test
    void readsEverythingThatItWrote() {
        HmacSettings full = Sources.full(Samples.app(), Samples.NOON).settings();

        assertThat(HmacSettingsJson.parse(written(full))).isEqualTo(full);
    }

    @Test
    void signsTheBodyAloneUnlessToldOtherwise() {
        HmacSettings least = HmacSettingsJson.parse(LEAST);

        assertThat(least.form().signed()).containsExactly(Part.BODY);
        assertThat(least.form().separator()).isEqualTo(".");
        assertThat(least.form().prefix()).isEmpty();
    }

    @Test
    void fieldsTakeThePlaceOfAPresets() {
        HmacSettings changed = HmacSettingsJson.read(
                json("{'header':'X-Enterprise-Signature','type_field':'action','id_header':null}"),
                Preset.GITHUB.settings());

        assertThat(changed.form().header()).isEqualTo("X-Enterprise-Signature");
        assertThat(changed.type()).isEqualTo(new TypeRule.InBody("action"));
        assertThat(changed.form().idHeader()).isEqualTo("X-GitHub-Delivery");
        assertThat(changed.form().prefix()).isEqualTo("sha256=");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "header           | null                  | settings.header is missing",
                "header           | 'a b'                 | settings.header is not",
                "header           | 'Source'              | settings.header is source",
                "header           | 7                     | settings.header is a number",
                "algorithm        | 'md5'                 | settings.algorithm",
                "algorithm        | null                  | settings.algorithm is missing",
                "encoding         | 'hexa'                | settings.encoding",
                "prefix           | 'ž'                   | settings.prefix is not",
                "separator        | [1]                   | settings.separator is a list",
                "signed           | []                    | settings.signed does not contain body",
                "signed           | ['id']                | settings.signed does not contain body",
                "signed           | ['body','body']       | settings.signed has a part twice",
                "signed           | ['body','cookie']     | settings.signed is or contains none of body",
                "signed           | 'body'                | settings.signed is text",
                "signed           | ['timestamp','body']  | settings.timestamp_header is missing",
                "signed           | ['id','body']         | settings.id_header is missing",
                "type             | null                  | settings has none of type_header",
                "type             | 'no type'             | settings.type is not",
                "type_field       | 'a..b'                | settings has more than one",
                "type_prefix      | 'acme'                | settings.type_prefix is not",
                "secret           | 'hunter2'             | settings.secret is no field",
            })
    void namesTheFieldThatIsWrong(String field, String value, String message) {
        JsonNode settings = json(LEAST.replace('"', '\''));
        ((ObjectNode) settings).set(field, json(value));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> HmacSettingsJson.read(settings, null))
                .withMessageStartingWith(message)
                .withMessageNotContaining("hunter2");
    }

    private static String written(HmacSettings settings) {
        return Json.write(out -> HmacSettingsJson.write(out, settings));
    }

    private static JsonNode json(String text) {
        return ((Json.Parsed.Document) Json.parse(text.replace('\'', '"'))).root();
    }
}
