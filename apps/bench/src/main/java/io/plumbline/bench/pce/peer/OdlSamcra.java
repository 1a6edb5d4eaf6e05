package io.plumbline.bench.pce.peer;

import io.plumbline.bench.pce.instance.DelayRequests;
import io.plumbline.bench.pce.instance.Instance;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.opendaylight.algo.impl.Samcra;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.graph.rev220720.Delay;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.path.computation.rev220324.AddressFamily;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.path.computation.rev220324.ComputationStatus;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.path.computation.rev220324.ConstrainedPath;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.path.computation.rev220324.get.constrained.path.input.ConstraintsBuilder;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.path.computation.rev220324.path.descriptions.PathDescription;
import org.opendaylight.yangtools.yang.common.Uint32;
import org.opendaylight.yangtools.yang.common.Uint8;

/**
 * SAMCRA (Van Mieghem and Kuipers, "Concepts of exact QoS routing algorithms", 2004) as OpenDaylight's bgpcep implements it, made anew for
 * each request as its path computation server does. It has bounds, no objective: of the paths that keep all bounds it is after the one
 * that leaves the greatest part of the tightest bound.
 */
final class OdlSamcra {
    private final DelayRequests requests;
    private final OdlGraph graph;

    OdlSamcra(Instance instance, DelayRequests requests) {
        this.requests = requests;
        graph = new OdlGraph(instance, requests);
    }

    /**
     * The arcs of its path; null when it says that there is none.
     *
     * @param mostCost a bound on the TE metric as well, if there is to be one
     */
    int @Nullable [] path(int query, OptionalLong mostCost) {
        ConstraintsBuilder constraints = new ConstraintsBuilder()
                .setAddressFamily(AddressFamily.Ipv4)
                .setClassType(Uint8.ZERO)
                .setBandwidth(OdlGraph.bandwidth(requests.rateBitsPerSecond(query)))
                .setDelay(new Delay(Uint32.valueOf(requests.bound(query))));
        mostCost.ifPresent(most -> constraints.setTeMetric(Uint32.valueOf(most)));
        ConstrainedPath path = new Samcra(graph)
                .computeP2pPath(
                        OdlGraph.key(requests.from(query)), OdlGraph.key(requests.to(query)), constraints.build());
        List<PathDescription> arcs = path.getPathDescription();
        if (path.getStatus() != ComputationStatus.Completed || arcs == null) {
            return null;
        }
        return arcs.stream().mapToInt(arc -> graph.arc(arc.getRemoteIpv4())).toArray();
    }
}
