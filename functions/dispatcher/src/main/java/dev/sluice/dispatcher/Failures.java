package dev.sluice.dispatcher;

import dev.sluice.delivery.AttemptResult.Failed;
import dev.sluice.delivery.AttemptResult.Kind;
import dev.sluice.dispatcher.Exchange.Phase;
import dev.sluice.dispatcher.VettedDns.AddressRefused;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.charset.CharacterCodingException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.ClientProtocolException;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.MalformedChunkCodingException;
import org.apache.hc.core5.http.MessageConstraintException;
import org.apache.hc.core5.http.TruncatedChunkException;
import org.jspecify.annotations.Nullable;

/**
 * Sorts what the client throws into kinds. Details are written here, never taken from an exception, whose message may carry a URL
 * or an address; they name the host and no more.
 */
final class Failures {

    private Failures() {}

    /** What an exception means that came in this phase. */
    static Failed of(IOException e, Phase phase, HttpHost target) {
        return switch (phase) {
            case CONNECTING -> whileConnecting(e, target);
            case HANDSHAKING -> whileHandshaking(e, target);
            case SENT, ANSWERING, ABANDONED -> afterSending(e, target);
        };
    }

    /** What it means that the deadline passed in this phase. */
    static Failed timedOut(Phase reached, HttpHost target) {
        String host = target.getHostName();
        return switch (reached) {
            case CONNECTING ->
                new Failed(Kind.TIMEOUT_CONNECT, false, "no connection to " + host + " within the deadline");
            case HANDSHAKING -> new Failed(Kind.TIMEOUT_CONNECT, false, "no TLS with " + host + " within the deadline");
            case SENT -> new Failed(Kind.TIMEOUT_HEADERS, true, "no answer from " + host + " within the deadline");
            case ANSWERING ->
                new Failed(Kind.TIMEOUT_BODY, true, "the answer of " + host + " did not end within the deadline");
            case ABANDONED -> throw new IllegalStateException("abandoned twice");
        };
    }

    private static Failed whileConnecting(IOException e, HttpHost target) {
        String host = target.getHostName();
        return switch (e) {
            case AddressRefused refused -> neverLeft(Kind.ADDRESS_REFUSED, refused.why());
            case UnknownHostException unknown -> neverLeft(Kind.DNS, host + " does not resolve to an address");
            case SocketTimeoutException timeout ->
                neverLeft(Kind.TIMEOUT_CONNECT, "no connection to " + host + " in time");
            case ConnectException refused -> neverLeft(Kind.CONNECT, host + " does not accept connections");
            default -> neverLeft(Kind.CONNECT, "no connection to " + host);
        };
    }

    private static Failed whileHandshaking(IOException e, HttpHost target) {
        String host = target.getHostName();
        return switch (e) {
            case SocketTimeoutException timeout -> neverLeft(Kind.TIMEOUT_CONNECT, "no TLS with " + host + " in time");
            case SSLException tls when !isBroken(tls) -> neverLeft(Kind.TLS, "no TLS with " + host + ": " + why(tls));
            default -> neverLeft(Kind.RESET, host + " closed the connection during the TLS handshake");
        };
    }

    private static Failed afterSending(IOException e, HttpHost target) {
        String host = target.getHostName();
        return switch (e) {
            case SSLException tls
            when !isBroken(tls) ->
                new Failed(Kind.TLS, true, host + " ended TLS after the request was sent: " + why(tls));
            case TruncatedChunkException truncated -> closedEarly(host);
            case MessageConstraintException tooLarge -> invalid(host, "its headers are too large");
            case MalformedChunkCodingException chunk -> invalid(host, "its chunks are malformed");
            case ClientProtocolException protocol -> invalid(host, "it is not valid HTTP/1.1");
            case CharacterCodingException encoding -> invalid(host, "it is not valid HTTP/1.1");
            default -> closedEarly(host);
        };
    }

    private static Failed neverLeft(Kind kind, String detail) {
        return new Failed(kind, false, detail);
    }

    private static Failed closedEarly(String host) {
        return new Failed(Kind.RESET, true, host + " closed the connection before its answer was complete");
    }

    private static Failed invalid(String host, String why) {
        return new Failed(Kind.PROTOCOL, true, "the answer of " + host + " cannot be read: " + why);
    }

    /** TLS wraps a connection reset as its own failure; of a channel, a reset is an exception without a name of its own. */
    private static boolean isBroken(SSLException e) {
        Throwable cause = e.getCause();
        return cause(e, SocketException.class) != null || (cause != null && cause.getClass() == IOException.class);
    }

    private static String why(SSLException e) {
        if (cause(e, CertificateExpiredException.class) != null) {
            return "its certificate has expired";
        }
        if (cause(e, CertificateNotYetValidException.class) != null) {
            return "its certificate is not valid yet";
        }
        if (cause(e, CertPathBuilderException.class) != null) {
            return "its certificate is not issued by a trusted authority";
        }
        if (cause(e, CertificateException.class) != null) {
            return "its certificate is not valid for this name";
        }
        return "the handshake failed";
    }

    private static <T extends Throwable> @Nullable T cause(Throwable of, Class<T> type) {
        for (Throwable e = of; e != null; e = e.getCause()) {
            if (type.isInstance(e)) {
                return type.cast(e);
            }
        }
        return null;
    }
}
