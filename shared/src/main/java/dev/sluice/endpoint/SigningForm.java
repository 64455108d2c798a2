package dev.sluice.endpoint;

import dev.sluice.signature.HeaderStyle;
import dev.sluice.signature.Hmac;
import dev.sluice.signature.HmacForm;
import dev.sluice.signature.HmacForm.Part;
import dev.sluice.signature.Reason;
import dev.sluice.signature.Secret;
import dev.sluice.signature.Signer;
import dev.sluice.signature.SigningResult;
import dev.sluice.signature.SigningResult.Unusable;
import dev.sluice.signature.SigningScheme;
import dev.sluice.signature.Utf8;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** In which form an endpoint's webhooks are signed. */
public sealed interface SigningForm {

    /** The stable code of the scheme. */
    String code();

    /**
     * Signs one attempt. Nothing is ever signed with an empty key.
     *
     * @param secrets the current one first
     * @param id the message's, visible ASCII without full stops
     * @param type the event's
     * @param at the attempt's time, of which the second is signed
     * @param body the bytes as they will be sent
     */
    SigningResult sign(List<Secret> secrets, String id, String type, Instant at, byte[] body);

    /** What stands against a secret that somebody brings, empty when nothing does. */
    Optional<Unusable> refusalOfNew(Secret secret);

    /**
     * A new secret.
     *
     * @param random a {@link java.security.SecureRandom} outside of tests
     */
    Secret generate(RandomGenerator random);

    /** Whether old secrets sign beside the current one. */
    boolean hasRoomForOldSecrets();

    /** The names, in lower case, that its headers have beside {@code svix-*} and {@code webhook-*}. */
    Set<String> ownHeaders();

    /** As Standard Webhooks has it, or nearly. */
    record Standard(SigningScheme scheme, HeaderStyle names) implements SigningForm {

        @Override
        public String code() {
            return scheme.code();
        }

        @Override
        public SigningResult sign(List<Secret> secrets, String id, String type, Instant at, byte[] body) {
            return Signer.sign(scheme, names, secrets, id, at, body);
        }

        @Override
        public Optional<Unusable> refusalOfNew(Secret secret) {
            return scheme.refusalOfNew(secret);
        }

        @Override
        public Secret generate(RandomGenerator random) {
            return scheme.generate(random);
        }

        @Override
        public boolean hasRoomForOldSecrets() {
            return true;
        }

        @Override
        public Set<String> ownHeaders() {
            return Set.of();
        }
    }

    /**
     * As a receiver has it that keeps to no standard: one signature, under the current secret's text.
     *
     * @param typeHeader that carries the event's type, null if there is none
     */
    record OfHmac(HmacForm form, @Nullable String typeHeader) implements SigningForm {

        /** The stable code. */
        public static final String CODE = "hmac";

        /** @throws IllegalArgumentException with a message that begins with {@code settings.} and the field that is wrong */
        public OfHmac {
            requireOwn("header", form.header());
            requireOwn("timestamp_header", form.timestampHeader());
            requireOwn("id_header", form.idHeader());
            requireOwn("type_header", typeHeader);
            Set<String> seen = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
            headers(form, typeHeader).forEach(name -> {
                if (!seen.add(name)) {
                    throw new IllegalArgumentException("settings has the header " + name + " twice");
                }
            });
        }

        @Override
        public String code() {
            return CODE;
        }

        @Override
        public SigningResult sign(List<Secret> secrets, String id, String type, Instant at, byte[] body) {
            if (secrets.isEmpty()) {
                return new Unusable(Reason.SECRET_MISSING, Reason.SECRET_MISSING.message());
            }
            List<byte[]> current = Hmac.keys(secrets.subList(0, 1));
            if (current.isEmpty()) {
                return new Unusable(Reason.SECRET_EMPTY, Reason.SECRET_EMPTY.message());
            }
            String timestamp = Long.toString(at.getEpochSecond());
            Map<Part, byte[]> parts = new EnumMap<>(Part.class);
            parts.put(Part.ID, Utf8.encode(id));
            parts.put(Part.TIMESTAMP, timestamp.getBytes(StandardCharsets.US_ASCII));
            parts.put(Part.BODY, body);
            Map<String, String> headers = new LinkedHashMap<>();
            headers.put(form.header(), form.prefix() + form.signature(current.getFirst(), parts));
            put(headers, form.timestampHeader(), timestamp);
            put(headers, form.idHeader(), id);
            put(headers, typeHeader, type);
            return new SigningResult.Signed(headers);
        }

        @Override
        public Optional<Unusable> refusalOfNew(Secret secret) {
            return Hmac.refusalOfNew(secret);
        }

        @Override
        public Secret generate(RandomGenerator random) {
            return Secret.generate(random);
        }

        /** A header of one signature has none for a second. */
        @Override
        public boolean hasRoomForOldSecrets() {
            return false;
        }

        @Override
        public Set<String> ownHeaders() {
            Set<String> names = new TreeSet<>();
            headers(form, typeHeader).forEach(name -> names.add(name.toLowerCase(Locale.ROOT)));
            return names;
        }

        private static Stream<String> headers(HmacForm form, @Nullable String typeHeader) {
            return Stream.of(form.header(), form.timestampHeader(), form.idHeader(), typeHeader)
                    .flatMap(Stream::ofNullable);
        }

        private static void put(Map<String, String> headers, @Nullable String name, String value) {
            if (name != null) {
                headers.put(name, value);
            }
        }

        private static void requireOwn(String field, @Nullable String name) {
            if (name == null) {
                return;
            }
            HmacForm.requireHeaderName(field, name);
            if (HeaderRules.isReserved(name)) {
                throw new IllegalArgumentException("settings." + field + " is " + name + ", which is reserved");
            }
        }
    }
}
