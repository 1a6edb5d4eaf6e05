package io.plumbline.southbound.simulated;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import io.plumbline.southbound.simulated.frame.Frame;
import io.plumbline.southbound.simulated.pipeline.Step;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.onosproject.net.DeviceId;
import org.onosproject.net.PortNumber;

/** Where one frame and all its copies went: every switch it passed with the rules it hit, and where it came out or was lost. */
public final class Walk {
    /** What happened on the way. */
    public sealed interface Event {}

    /** It passed a switch. */
    public record Passed(
            String switchName, DeviceId device, PortNumber inPort, Frame frame, ImmutableList<Step> steps, long atNanos)
            implements Event {}

    /** It came out: at a host, or at a port {@code s1/2} that nothing is attached to. */
    public record Delivered(String where, Frame frame, long atNanos) implements Event {}

    /** It was lost outside of any pipeline. */
    public record Lost(String where, String reason, Frame frame, long atNanos) implements Event {}

    /**
     * One sending by a switch, with what the next port's scheduler looks at.
     *
     * @param port {@code s1/2}
     * @param queueId as chosen by set_queue, 0 without
     * @param vlanId the label or customer tag, -1 without
     */
    public record Mark(String port, long queueId, int vlanId, int pcp, int dscp) {}

    private static final String LOOP = "loop";
    private static final int MOST_EVENTS = 20_000;

    private final List<Event> events = new ArrayList<>();
    private int inFlight;

    void add(Event event) {
        events.add(event);
    }

    /** Whether it has become longer than anything but a loop that multiplies; the loop is noted. */
    boolean isFull() {
        if (events.size() == MOST_EVENTS && events.get(0) instanceof Passed first) {
            loops(first.switchName(), first.frame(), first.atNanos());
        }
        return events.size() >= MOST_EVENTS;
    }

    void loops(String where, Frame frame, long atNanos) {
        add(new Lost(where, LOOP, frame, atNanos));
    }

    void took() {
        inFlight++;
    }

    void landed() {
        inFlight--;
    }

    /** Whether no copy is on its way any more. */
    public boolean finished() {
        return inFlight == 0;
    }

    public ImmutableList<Event> events() {
        return ImmutableList.copyOf(events);
    }

    /** The switches passed, in order of time. */
    public ImmutableList<Passed> hops() {
        return only(Passed.class);
    }

    public ImmutableList<Delivered> deliveries() {
        return only(Delivered.class);
    }

    public ImmutableList<Lost> losses() {
        return only(Lost.class);
    }

    private <T extends Event> ImmutableList<T> only(Class<T> kind) {
        return events.stream().filter(kind::isInstance).map(kind::cast).collect(ImmutableList.toImmutableList());
    }

    /** The steps of that kind, in all switches. */
    public <T extends Step> ImmutableList<T> steps(Class<T> kind) {
        return hops().stream()
                .flatMap(hop -> hop.steps().stream())
                .filter(kind::isInstance)
                .map(kind::cast)
                .collect(ImmutableList.toImmutableList());
    }

    /** The hosts, and open ports, at which it came out. */
    public ImmutableSet<String> destinations() {
        return deliveries().stream().map(Delivered::where).collect(ImmutableSet.toImmutableSet());
    }

    /** What each switch sent, with the marks that choose its queue at the port. */
    public ImmutableList<Mark> marks() {
        ImmutableList.Builder<Mark> marks = ImmutableList.builder();
        for (Passed hop : hops()) {
            for (Step step : hop.steps()) {
                if (step instanceof Step.Sent sent) {
                    Frame frame = sent.frame();
                    marks.add(new Mark(
                            hop.switchName() + "/" + sent.port().toLong(),
                            sent.queueId(),
                            frame.vlanId(),
                            frame.vlanPcp(),
                            frame.dscp()));
                }
            }
        }
        return marks.build();
    }

    /** The switch ports by which it left, in order: its path. */
    public ImmutableList<String> path() {
        return marks().stream().map(Mark::port).collect(ImmutableList.toImmutableList());
    }

    /** Whether it was given to the controller anywhere. */
    public boolean punted() {
        return !steps(Step.Punted.class).isEmpty();
    }

    /** Whether a copy of it circled. */
    public boolean looped() {
        return losses().stream().anyMatch(lost -> lost.reason().equals(LOOP));
    }

    /** Whether some switch could have treated it otherwise and still be right: two rules of one priority matched. */
    public boolean ambiguous() {
        return steps(Step.Matched.class).stream().anyMatch(Step.Matched::ambiguous);
    }

    /**
     * Holds it to have come out at exactly these, whatever copies there were.
     *
     * @throws AssertionError with the whole walk when it did not
     */
    public Walk to(String... hosts) {
        return expect(Set.copyOf(Arrays.asList(hosts)));
    }

    /** Holds it to have come out nowhere. */
    public Walk nowhere() {
        return expect(Set.of());
    }

    private Walk expect(Set<String> hosts) {
        if (!destinations().equals(hosts)) {
            throw new AssertionError("expected " + hosts + " but came out at " + destinations() + "\n" + this);
        }
        return this;
    }

    /** The whole walk, one line an event. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (Event event : events) {
            switch (event) {
                case Passed hop -> {
                    text.append(hop.switchName())
                            .append('/')
                            .append(hop.inPort().toLong());
                    text.append(" gets ").append(hop.frame()).append('\n');
                    hop.steps().forEach(step -> text.append("    ").append(step).append('\n'));
                }
                case Delivered out ->
                    text.append(out.where())
                            .append(" receives ")
                            .append(out.frame())
                            .append('\n');
                case Lost lost ->
                    text.append("lost at ")
                            .append(lost.where())
                            .append(": ")
                            .append(lost.reason())
                            .append('\n');
            }
        }
        return text.toString();
    }
}
