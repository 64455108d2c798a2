package dev.sluice.endpoint;

import dev.sluice.configuration.Environment;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/** The URL policy from the environment: the same for creating, testing and sending. */
public final class UrlSettings {

    private static final Duration LONGEST_LOOKUP = Duration.ofSeconds(5);

    private UrlSettings() {}

    /** The policy; public addresses only, unless {@code SLUICE_ALLOWED_ADDRESSES} names exceptions. */
    public static UrlPolicy policy(Environment environment) {
        List<String> exceptions = environment
                .text("SLUICE_ALLOWED_ADDRESSES")
                .map(text -> Arrays.stream(text.split(",")).map(String::strip).toList())
                .orElse(List.of());
        AddressPolicy addresses = environment
                .value("SLUICE_ALLOWED_ADDRESSES", _ -> AddressPolicy.allowing(exceptions))
                .orElseGet(AddressPolicy::publicOnly);
        return new UrlPolicy(
                environment.flag("SLUICE_HTTPS_ONLY", false),
                new VettedResolver(addresses, new BoundedResolver(HostResolver.system(), LONGEST_LOOKUP)));
    }
}
