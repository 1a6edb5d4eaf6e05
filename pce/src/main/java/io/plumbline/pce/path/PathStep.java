package io.plumbline.pce.path;

import com.google.common.collect.ImmutableList;
import io.plumbline.pce.calculus.Exact;
import io.plumbline.pce.calculus.Linger;
import io.plumbline.pce.calculus.PathDelay;
import io.plumbline.pce.calculus.TokenBucket;
import io.plumbline.pce.topology.ServiceClass;
import io.plumbline.pce.topology.TeLink;
import io.plumbline.pce.topology.TeNode;
import io.plumbline.pce.topology.TeTopology;
import java.util.Map;

/**
 * What a request needs at one link of a path, as the way there makes it.
 *
 * @param bucket rate and grown burst in wire bits of the link
 * @param lingerNanos how long the entry has to outlast the stop
 */
public record PathStep(TeLink link, int classIndex, TokenBucket bucket, long lingerNanos) {

    /** Every step of a path of the topology. */
    public static ImmutableList<PathStep> along(TePath path, PathRequest request, TeTopology topology) {
        PathDelay delay = PathDelay.atIngress(known(topology.nodes(), request.ingressNode()));
        ImmutableList.Builder<PathStep> steps = ImmutableList.builder();
        for (TePath.Hop hop : path.hops()) {
            TeLink link = known(topology.links(), hop.linkId());
            TeNode receiver = known(topology.nodes(), link.to());
            TokenBucket bucket = TokenBucket.onWire(request.traffic(), request.probe(), link.overheadBytes())
                    .afterVariation(delay.variationNanos());
            long largestBudget = link.classes().stream()
                    .mapToLong(ServiceClass::budgetNanos)
                    .max()
                    .orElseThrow();
            steps.add(new PathStep(link, hop.classIndex(), bucket, Linger.nanos(delay, bucket, largestBudget)));
            delay = delay.over(link, hop.classIndex(), receiver);
        }
        return steps.build();
    }

    /** Until when the entry is booked if the request runs to its end. */
    public long untilNanos(PathRequest request) {
        return Exact.addCapped(request.endNanos(), lingerNanos);
    }

    private static <T> T known(Map<String, T> all, String id) {
        T one = all.get(id);
        if (one == null) {
            throw new IllegalStateException("path over something unknown: " + id);
        }
        return one;
    }
}
