package io.plumbline.rest.wire;

import com.google.common.collect.ImmutableList;
import io.plumbline.controller.view.NetworkView;
import io.plumbline.pce.reservation.LedgerSnapshot.Entry;
import io.plumbline.pce.topology.ServiceClass;
import io.plumbline.pce.topology.TeLink;
import io.plumbline.pce.topology.TeNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The TE topology with what is booked at the instant {@code at}.
 *
 * @param differences where what was discovered is not what network.yaml says
 */
public record TopologyJson(
        String at,
        long version,
        ImmutableList<Node> nodes,
        ImmutableList<Link> links,
        ImmutableList<String> differences) {

    public record Node(
            String id,
            String kind,
            long processingMicroseconds,
            long softwareAllowanceMicroseconds,
            ImmutableList<String> labels,
            @Nullable String country) {
        static Node of(TeNode node) {
            return new Node(
                    node.id(),
                    node.kind().name().toLowerCase(Locale.ROOT),
                    Micros.up(node.processingNanos()),
                    Micros.up(node.softwareAllowanceNanos()),
                    node.labels().asList(),
                    node.country().orElse(null));
        }
    }

    /**
     * @param reservedRateBitsPerSecond sum over all classes, control frames included
     * @param freeRateBitsPerSecond what reservations may still take together: capacity - best-effort floor - reserved
     */
    public record Link(
            String id,
            String name,
            String from,
            String to,
            boolean up,
            boolean trusted,
            boolean drained,
            long capacityBitsPerSecond,
            long bestEffortFloorBitsPerSecond,
            long reservedRateBitsPerSecond,
            long freeRateBitsPerSecond,
            long propagationMicroseconds,
            int mtuBytes,
            int framingOverheadBytes,
            ImmutableList<ClassJson> classes,
            ImmutableList<String> riskGroups,
            ImmutableList<String> labels,
            @Nullable String country) {
        static Link of(TeLink link, String name, ImmutableList<Entry> booked) {
            ImmutableList<ClassJson> classes = ClassJson.all(link, booked);
            long reserved = classes.stream()
                    .mapToLong(ClassJson::reservedRateBitsPerSecond)
                    .sum();
            return new Link(
                    link.id(),
                    name,
                    link.from(),
                    link.to(),
                    link.up(),
                    link.trusted(),
                    link.drained(),
                    link.capacityBitsPerSecond(),
                    link.bestEffortFloorBitsPerSecond(),
                    reserved,
                    Math.max(0, link.capacityBitsPerSecond() - link.bestEffortFloorBitsPerSecond() - reserved),
                    Micros.up(link.propagationNanos()),
                    link.mtuBytes(),
                    link.framingOverheadBytes(),
                    classes,
                    link.riskGroups().asList(),
                    link.labels().asList(),
                    link.country().orElse(null));
        }
    }

    /** One class of a link: its constants, and what is booked in it. */
    public record ClassJson(
            String name,
            long budgetMicroseconds,
            long bufferBytes,
            long reservedRateBitsPerSecond,
            long reservedBurstBits,
            int reservations) {
        static ImmutableList<ClassJson> all(TeLink link, ImmutableList<Entry> booked) {
            ImmutableList.Builder<ClassJson> classes = ImmutableList.builder();
            for (int index = 0; index < link.classes().size(); index++) {
                classes.add(of(link, index, booked));
            }
            return classes.build();
        }

        private static ClassJson of(TeLink link, int index, ImmutableList<Entry> booked) {
            ServiceClass queue = link.classes().get(index);
            boolean control = index == 0 && link.control().isPresent();
            long rate = control ? link.control().get().rateBitsPerSecond() : 0;
            long burst = control ? link.control().get().burstBits() : 0;
            int count = 0;
            for (Entry entry : booked) {
                if (entry.classIndex() == index) {
                    rate += entry.rateBitsPerSecond();
                    burst += entry.burstBits();
                    count++;
                }
            }
            return new ClassJson(queue.name(), Micros.up(queue.budgetNanos()), queue.bufferBytes(), rate, burst, count);
        }
    }

    public static TopologyJson of(NetworkView view) {
        long at = ChronoUnit.NANOS.between(Instant.EPOCH, view.at());
        return new TopologyJson(
                view.at().toString(),
                view.topology().version(),
                view.topology().nodes().values().stream().map(Node::of).collect(ImmutableList.toImmutableList()),
                view.topology().links().values().stream()
                        .map(link -> Link.of(link, name(view, link.id()), booked(view, link.id(), at)))
                        .collect(ImmutableList.toImmutableList()),
                view.differences());
    }

    private static String name(NetworkView view, String linkId) {
        return view.linkNames().getOrDefault(linkId, linkId);
    }

    private static ImmutableList<Entry> booked(NetworkView view, String linkId, long atNanos) {
        return view.ledger().entries().getOrDefault(linkId, ImmutableList.of()).stream()
                .filter(entry -> entry.fromNanos() <= atNanos && atNanos < entry.untilNanos())
                .collect(ImmutableList.toImmutableList());
    }
}
