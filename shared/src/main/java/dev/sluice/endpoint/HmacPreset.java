package dev.sluice.endpoint;

import dev.sluice.endpoint.SigningForm.OfHmac;
import dev.sluice.signature.HmacForm;
import dev.sluice.signature.HmacForm.Algorithm;
import dev.sluice.signature.HmacForm.Encoding;
import dev.sluice.signature.HmacForm.Part;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Receivers whose form is known. */
public enum HmacPreset {
    /** go-hookd: {@code X-Webhook-Signature: <hex>} over {@code timestamp.body}. */
    HOOKD(
            "hookd",
            timed("X-Webhook-Signature", "", "X-Webhook-Timestamp", "X-Webhook-Delivery-ID"),
            "X-Webhook-Event-Type"),
    /** nSelf: {@code X-Nself-Signature-256: sha256=<hex>} over {@code timestamp.body}. */
    NSELF("nself", timed("X-Nself-Signature-256", "sha256=", "X-Nself-Timestamp", "X-Nself-Delivery"), "X-Nself-Event"),
    /** DispatchGo: {@code X-Signature: sha256=<hex>} over the body, as its own address takes it. */
    DISPATCHGO(
            "dispatchgo",
            new HmacForm(
                    "X-Signature",
                    Algorithm.SHA256,
                    Encoding.HEX,
                    "sha256=",
                    List.of(Part.BODY),
                    HmacForm.DEFAULT_SEPARATOR,
                    null,
                    "X-Webhook-Job-Id"),
            null),
    /** @see HmacForm#GITHUB */
    GITHUB("github", HmacForm.GITHUB, "X-GitHub-Event");

    private final String code;
    private final OfHmac form;

    HmacPreset(String code, HmacForm form, @Nullable String typeHeader) {
        this.code = code;
        this.form = new OfHmac(form, typeHeader);
    }

    private static HmacForm timed(String header, String prefix, String timestampHeader, String idHeader) {
        return new HmacForm(
                header,
                Algorithm.SHA256,
                Encoding.HEX,
                prefix,
                List.of(Part.TIMESTAMP, Part.BODY),
                HmacForm.DEFAULT_SEPARATOR,
                timestampHeader,
                idHeader);
    }

    /** Its stable name. */
    public String code() {
        return code;
    }

    /** What it stands for. */
    public OfHmac form() {
        return form;
    }

    /** The preset of this name. */
    public static Optional<HmacPreset> ofCode(String code) {
        return Arrays.stream(values())
                .filter(preset -> preset.code.equals(code))
                .findFirst();
    }

    /** Every name, for messages. */
    public static String codes() {
        return Arrays.stream(values()).map(HmacPreset::code).collect(Collectors.joining(", "));
    }
}
