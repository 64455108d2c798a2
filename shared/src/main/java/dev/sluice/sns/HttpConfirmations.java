package dev.sluice.sns;

import dev.sluice.sns.BoundedGet.Got;
import java.net.URI;

/** Confirms by a GET of the address. Safe for use by many threads. */
public final class HttpConfirmations implements Confirmations {

    private final BoundedGet http;

    public HttpConfirmations() {
        this(new BoundedGet());
    }

    HttpConfirmations(BoundedGet http) {
        this.http = http;
    }

    @Override
    public boolean confirm(URI subscribeUrl) {
        return http.get(subscribeUrl) instanceof Got.Answer(int status, byte[] _) && status / 100 == 2;
    }
}
