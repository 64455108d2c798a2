package dev.sluice.emulators.receiver;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How a receiver treats one request.
 *
 * @param status 200 to 599
 * @param headers beside those that the content needs
 * @param bytesPerSecond how fast the content is sent; 0 for as fast as it goes
 * @param delay between the end of the request and the first byte of the answer
 * @param headerBytes about how many bytes of senseless headers are added
 * @param interimAnswers how many times {@code 100 Continue} comes before the answer, asked for or not
 */
public record Behaviour(
        int status,
        Map<String, String> headers,
        Content content,
        int bytesPerSecond,
        Duration delay,
        int headerBytes,
        int interimAnswers,
        Fault fault) {

    public Behaviour {
        headers = Map.copyOf(headers);
        if (status < 200 || status > 599) {
            throw new IllegalArgumentException("status is not within 200 to 599: " + status);
        }
        if (bytesPerSecond < 0 || headerBytes < 0 || interimAnswers < 0 || delay.isNegative()) {
            throw new IllegalArgumentException("rate, header bytes, interim answers and delay must not be negative");
        }
    }

    /** At once, with this status and a short text. */
    public static Behaviour status(int status) {
        return new Behaviour(status, Map.of(), new Content.Text("received"), 0, Duration.ZERO, 0, 0, Fault.NONE);
    }

    /** A 200 that goes wrong in this way. */
    public static Behaviour fault(Fault fault) {
        return status(200).failing(fault);
    }

    /** Sends the client elsewhere. */
    public static Behaviour redirect(int status, String location) {
        return status(status).header("Location", location);
    }

    public Behaviour header(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Behaviour(status, more, content, bytesPerSecond, delay, headerBytes, interimAnswers, fault);
    }

    public Behaviour content(Content content) {
        return new Behaviour(status, headers, content, bytesPerSecond, delay, headerBytes, interimAnswers, fault);
    }

    public Behaviour dripping(int bytesPerSecond) {
        return new Behaviour(status, headers, content, bytesPerSecond, delay, headerBytes, interimAnswers, fault);
    }

    public Behaviour delayed(Duration delay) {
        return new Behaviour(status, headers, content, bytesPerSecond, delay, headerBytes, interimAnswers, fault);
    }

    public Behaviour headerBytes(int headerBytes) {
        return new Behaviour(status, headers, content, bytesPerSecond, delay, headerBytes, interimAnswers, fault);
    }

    public Behaviour interimAnswers(int interimAnswers) {
        return new Behaviour(status, headers, content, bytesPerSecond, delay, headerBytes, interimAnswers, fault);
    }

    public Behaviour failing(Fault fault) {
        return new Behaviour(status, headers, content, bytesPerSecond, delay, headerBytes, interimAnswers, fault);
    }

    Behaviour withStatus(int status) {
        return new Behaviour(status, headers, content, bytesPerSecond, delay, headerBytes, interimAnswers, fault);
    }
}
