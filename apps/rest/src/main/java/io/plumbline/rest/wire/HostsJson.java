package io.plumbline.rest.wire;

import com.google.common.collect.ImmutableList;
import io.plumbline.controller.view.NetworkView;
import io.plumbline.controller.view.NetworkView.HostView;
import org.jspecify.annotations.Nullable;

/** The hosts that were discovered, or are known from network.yaml. */
public record HostsJson(ImmutableList<HostJson> hosts) {

    /**
     * @param location null while it is not known where it is
     * @param seen how it is known: network.yaml, arp, ndp or traffic
     */
    public record HostJson(
            @Nullable String name,
            String macAddress,
            ImmutableList<String> ipAddresses,
            @Nullable String location,
            String seen) {
        static HostJson of(HostView host) {
            return new HostJson(
                    RefusalJson.orNull(host.name()),
                    host.macAddress(),
                    host.ipAddresses(),
                    RefusalJson.orNull(host.location()),
                    host.seen());
        }
    }

    public static HostsJson of(NetworkView view) {
        return new HostsJson(view.hosts().stream().map(HostJson::of).collect(ImmutableList.toImmutableList()));
    }
}
