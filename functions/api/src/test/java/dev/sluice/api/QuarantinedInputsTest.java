package dev.sluice.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.api.TestApi.Tenant;
import dev.sluice.event.AppId;
import dev.sluice.event.Door;
import dev.sluice.event.Quarantine.RejectedInput;
import dev.sluice.event.RejectionId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class QuarantinedInputsTest {

    private final TestApi api = new TestApi();
    private final Tenant tenant = api.tenant("Acme");

    @Test
    void showsAnInputWithItsBytes() {
        RejectionId id = keep(tenant.app(), "invalid_json", TestApi.START, new byte[] {0, (byte) 0xff, 10});

        assertThat(tenant.client().get("/v1/quarantine/" + id).is(200).text())
                .isEqualTo("{\"id\":\"" + id + "\",\"application\":\"" + tenant.app()
                        + "\",\"door\":\"sns\",\"reason\":\"invalid_json\",\"message\":\"no\","
                        + "\"received_at\":\"2026-05-04T03:02:01.123Z\",\"bytes\":3,\"raw_base64\":\"AP8K\"}");
    }

    @ParameterizedTest
    @CsvSource({"1048576, true", "1048577, false"})
    void leavesLongOnesToTheirOwnAddress(int size, boolean isShown) {
        byte[] raw = new byte[size];
        new Random(1).nextBytes(raw);
        RejectionId id = keep(tenant.app(), "invalid_json", TestApi.START, raw);

        Reply shown = tenant.client().get("/v1/quarantine/" + id).is(200);

        assertThat(shown.json().has("raw_base64")).isEqualTo(isShown);
        assertThat(shown.json().path("bytes").asInt()).isEqualTo(size);
        if (isShown) {
            assertThat(Base64.getDecoder().decode(shown.at("raw_base64"))).isEqualTo(raw);
        }
    }

    @Test
    void aMisspeltFilterPurgesNothing() {
        RejectionId id = keep(tenant.app(), "invalid_json", TestApi.START, new byte[1]);

        tenant.client()
                .send("DELETE", "/v1/quarantine?before=2027-01-01T00:00:00Z&reasn=empty_input", null, Map.of())
                .isProblemOf("reasn", 400, "unknown_field");

        tenant.client().get("/v1/quarantine/" + id).is(200);
    }

    @Test
    void givesTheBytesInStretches() {
        byte[] raw = new byte[(4 << 20) + 5];
        new Random(2).nextBytes(raw);
        RejectionId id = keep(tenant.app(), "invalid_json", TestApi.START, raw);
        String address = "/v1/quarantine/" + id + "/raw";

        Reply first = tenant.client().get(address).is(200);

        assertThat(first.headers()).containsEntry("content-type", "application/octet-stream");
        assertThat(first.bytes()).isEqualTo(Arrays.copyOf(raw, 4 << 20));
        assertThat(tenant.client().get(address + "?offset=4194304").is(200).bytes())
                .isEqualTo(Arrays.copyOfRange(raw, 4 << 20, raw.length));
        assertThat(tenant.client().get(address + "?offset=7&length=3").is(200).bytes())
                .isEqualTo(Arrays.copyOfRange(raw, 7, 10));
        assertThat(tenant.client().get(address + "?offset=999999999").is(200).bytes())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "offset=-1, offset",
        "offset=x, offset",
        "offset=2147483648, offset",
        "length=4194305, length",
        "length=, length"
    })
    void refusesStretchesThatAreNone(String query, String field) {
        RejectionId id = keep(tenant.app(), "invalid_json", TestApi.START, new byte[3]);

        tenant.client().get("/v1/quarantine/" + id + "/raw?" + query).isProblemOf(field, 400, "invalid_field");
    }

    @Test
    void listsNewestFirstByPagesAndByReason() {
        List<String> ids = new ArrayList<>();
        List<String> json = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            String reason = i % 3 == 0 ? "invalid_json" : "unsupported_input";
            String id = keep(tenant.app(), reason, TestApi.START.plusMillis(i), new byte[i])
                    .value();
            ids.addFirst(id);
            if (i % 3 == 0) {
                json.addFirst(id);
            }
        }

        assertThat(all("/v1/quarantine?limit=2")).isEqualTo(ids);
        assertThat(all("/v1/quarantine?limit=2&reason=invalid_json")).isEqualTo(json);
        assertThat(tenant.client()
                        .get("/v1/quarantine?reason=empty_input")
                        .is(200)
                        .text())
                .isEqualTo("{\"data\":[],\"next\":null}");
        tenant.client().get("/v1/quarantine?reason=mistyped").isProblemOf("reason", 400, "invalid_field");
    }

    @Test
    void readsSoFarForARareReasonAndGoesOnFromThere() {
        RejectionId rare = keep(tenant.app(), "empty_input", TestApi.START, new byte[0]);
        for (int i = 1; i <= QuarantinedInputs.MOST_READ; i++) {
            keep(tenant.app(), "invalid_json", TestApi.START.plusMillis(i), new byte[0]);
        }

        Reply first = tenant.client().get("/v1/quarantine?reason=empty_input").is(200);
        assertThat(first.column("id")).isEmpty();
        Reply second = tenant.client()
                .get("/v1/quarantine?reason=empty_input&after=" + first.at("next"))
                .is(200);
        assertThat(second.column("id")).containsExactly(rare.value());
        assertThat(second.json().path("next").isNull()).isTrue();
    }

    @Test
    void purgesForARareReasonSoFarAndGoesOnFromThere() {
        keep(tenant.app(), "empty_input", TestApi.START, new byte[0]);
        for (int i = 1; i <= QuarantinedInputs.MOST_READ; i++) {
            keep(tenant.app(), "invalid_json", TestApi.START.plusMillis(i), new byte[0]);
        }
        String purge = "/v1/quarantine?before=2027-01-01T00:00:00Z&reason=empty_input";

        assertPurgedInTwo(purge, 0);
    }

    @Test
    void aPurgeGoesOnBehindNothingThatIsYoungerThanItsTime() {
        RejectionId young = keep(tenant.app(), "invalid_json", TestApi.START, new byte[1]);
        keep(tenant.app(), "invalid_json", TestApi.START.plusMillis(1), new byte[2]);
        String next = tenant.client().get("/v1/quarantine?limit=1").is(200).at("next");

        assertThat(tenant.client()
                        .delete("/v1/quarantine?before=2026-01-01T00:00:00Z&after=" + next)
                        .is(200)
                        .at("deleted"))
                .isEqualTo("0");
        tenant.client().get("/v1/quarantine/" + young).is(200);
    }

    @Test
    void anApplicationReachesItsOwnAndAnAdminWhatIsNobodys() {
        Tenant other = api.tenant("Other");
        RejectionId nobodys = keep(null, "no_application", TestApi.START, new byte[1]);
        RejectionId own = keep(tenant.app(), "invalid_json", TestApi.START, new byte[1]);
        RejectionId others = keep(other.app(), "invalid_json", TestApi.START, new byte[2]);

        assertThat(tenant.client().get("/v1/quarantine").column("id")).containsExactly(own.value());
        assertThat(api.admin().get("/v1/quarantine").column("id")).containsExactly(nobodys.value());
        assertThat(api.admin().get("/v1/quarantine").text()).contains("\"application\":null");
        assertThat(api.admin().get("/v1/quarantine?application=" + other.app()).column("id"))
                .containsExactly(others.value());
        for (String path : List.of("", "/raw")) {
            tenant.client().get("/v1/quarantine/" + others + path).isProblem(404, "not_found");
            api.admin().get("/v1/quarantine/" + others + path).isProblem(404, "not_found");
        }
        tenant.client().post("/v1/quarantine/" + others + "/replay", "").isProblem(404, "not_found");
        tenant.client().delete("/v1/quarantine/" + others).isProblem(404, "not_found");
        api.admin().delete("/v1/quarantine/" + others).isProblem(404, "not_found");
        other.client().get("/v1/quarantine/" + others).is(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"rej_7ZZZZZZZZZZZZZZZZZZZZZZZZZ", "rej_1", "evt_7ZZZZZZZZZZZZZZZZZZZZZZZZZ"})
    void doesNotFindWhatIsNotThere(String id) {
        tenant.client().get("/v1/quarantine/" + id).isProblem(404, "not_found");
        tenant.client().get("/v1/quarantine/" + id + "/raw").isProblem(404, "not_found");
        tenant.client().post("/v1/quarantine/" + id + "/replay", "").isProblem(404, "not_found");
        tenant.client().delete("/v1/quarantine/" + id).isProblem(404, "not_found");
    }

    @Test
    void deletesOne() {
        RejectionId id = keep(tenant.app(), "invalid_json", TestApi.START, new byte[1]);

        tenant.client().delete("/v1/quarantine/" + id).is(204);

        tenant.client().delete("/v1/quarantine/" + id).isProblem(404, "not_found");
    }

    @Test
    void purgesWhatWasReceivedBeforeATimeForAReason() {
        for (int i = 0; i < 6; i++) {
            keep(tenant.app(), i % 2 == 0 ? "invalid_json" : "empty_input", TestApi.START.plusSeconds(i), new byte[1]);
        }
        keep(null, "invalid_json", TestApi.START, new byte[1]);

        assertThat(tenant.client()
                        .delete("/v1/quarantine?before=2026-05-04T03:02:03.123Z")
                        .is(200)
                        .text())
                .isEqualTo("{\"deleted\":2,\"more\":false,\"next\":null}");
        assertThat(tenant.client()
                        .delete("/v1/quarantine?before=2026-05-05T00:00:00%2B01:00&reason=empty_input"
                                .replace("%2B", "+"))
                        .is(200)
                        .at("deleted"))
                .isEqualTo("2");

        assertThat(tenant.client().get("/v1/quarantine").column("reason"))
                .containsExactly("invalid_json", "invalid_json");
        assertThat(api.admin().get("/v1/quarantine").column("reason")).hasSize(1);
    }

    @Test
    void purgesAThousandAtMostAndSaysThatThereAreMore() {
        for (int i = 0; i < 1_001; i++) {
            keep(tenant.app(), "invalid_json", TestApi.START.plusMillis(i), new byte[0]);
        }
        String purge = "/v1/quarantine?before=2027-01-01T00:00:00Z";

        assertPurgedInTwo(purge, 1000);
    }

    @ParameterizedTest
    @CsvSource({
        "'', before, missing_field",
        "before=yesterday, before, invalid_field",
        "before=2026-05-04T03:02:03, before, invalid_field",
        "before=1969-12-31T23:59:59Z, before, invalid_field",
        "before=2026-05-04T03:02:03Z&reason=mistyped, reason, invalid_field"
    })
    void purgesNothingWithoutATime(String query, String field, String reason) {
        keep(tenant.app(), "invalid_json", TestApi.START, new byte[1]);

        tenant.client()
                .delete(query.isEmpty() ? "/v1/quarantine" : "/v1/quarantine?" + query)
                .isProblemOf(field, 400, reason);

        assertThat(tenant.client().get("/v1/quarantine").column("id")).hasSize(1);
    }

    @Test
    void saysWhenItWasTriedLast() {
        RejectionId id = keep(tenant.app(), "invalid_json", TestApi.START, "{".getBytes());
        api.clock.advance(Duration.ofMinutes(1));

        tenant.client().post("/v1/quarantine/" + id + "/replay", "").isProblem(409, "still_rejected");

        assertThat(tenant.client().get("/v1/quarantine/" + id).at("replayed_at"))
                .isEqualTo("2026-05-04T03:03:01.123Z");
    }

    private List<String> all(String target) {
        List<String> read = new ArrayList<>();
        String after = "";
        do {
            Reply page = tenant.client().get(target + after).is(200);
            assertThat(page.column("id").size()).isBetween(1, 2);
            read.addAll(page.column("id"));
            after = page.json().path("next").isNull() ? null : "&after=" + page.at("next");
        } while (after != null);
        return read;
    }

    private RejectionId keep(@Nullable AppId app, String reason, Instant at, byte[] raw) {
        return api.stores.quarantine().keep(new RejectedInput(app, Door.SNS, Map.of(), reason, "no", raw, at));
    }

    /** So many by the first request, and the last one by the next. */
    private void assertPurgedInTwo(String purge, int byTheFirst) {
        Reply first = tenant.client().delete(purge).is(200);
        assertThat(first.at("deleted")).isEqualTo(Integer.toString(byTheFirst));
        assertThat(first.at("more")).isEqualTo("true");
        assertThat(tenant.client()
                        .delete(purge + "&after=" + first.at("next"))
                        .is(200)
                        .text())
                .isEqualTo("{\"deleted\":1,\"more\":false,\"next\":null}");
    }
}
