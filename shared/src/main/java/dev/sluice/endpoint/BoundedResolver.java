package dev.sluice.endpoint;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A resolver that is not waited for without end. A look-up is native code: it cannot be interrupted, and on a virtual thread it
 * would hold the carrier, on a small machine the only one. So each runs on a platform thread (pooled, daemon), which is left to
 * itself when the time is up or the caller is interrupted. Safe for use by many threads.
 */
public final class BoundedResolver implements HostResolver {

    private final HostResolver resolver;
    private final Duration limit;
    private final ExecutorService lookups = Executors.newCachedThreadPool(
            Thread.ofPlatform().daemon().name("dns-", 1).factory());

    /**
     * @param resolver what is asked
     * @param limit the longest wait for one answer
     */
    public BoundedResolver(HostResolver resolver, Duration limit) {
        this.resolver = resolver;
        this.limit = limit;
    }

    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
        Future<InetAddress[]> lookup = lookups.submit(() -> resolver.resolve(host));
        try {
            return lookup.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            lookup.cancel(true);
            throw new UnknownHostException(host + ": no answer within " + limit.toMillis() + " ms");
        } catch (InterruptedException e) {
            lookup.cancel(true);
            Thread.currentThread().interrupt();
            throw new UnknownHostException(host + ": interrupted while waiting for an answer");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownHostException unknown) {
                throw unknown;
            }
            throw new IllegalStateException("the resolver failed for " + host, e.getCause());
        }
    }
}
