package io.plumbline.southbound.simulated;

import com.google.common.collect.ImmutableList;
import io.plumbline.southbound.simulated.Sending.Manner;
import io.plumbline.southbound.simulated.frame.Frame;
import io.plumbline.southbound.simulated.time.SimulatedTime;
import io.plumbline.southbound.simulated.time.VirtualTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.onlab.packet.IpAddress;
import org.onlab.packet.MacAddress;
import org.onosproject.net.DeviceId;

/**
 * Switches, links and hosts in memory. In virtual time everything is a function of the seed and of what is called: two runs of the same
 * calls give the same history, frame by frame.
 *
 * <pre>{@code
 * VirtualTime time = new VirtualTime();
 * SimulatedNetwork network = new SimulatedNetwork(42, time);
 * network.link("s1/2", "s2/1", 5_000);
 * SimulatedHost h1 = network.host("h1", "00:00:00:00:00:01", "10.0.0.1", "s1/10");
 * SimulatedHost h2 = network.host("h2", "00:00:00:00:00:02", "10.0.0.2", "s2/10");
 * network.southbound().start(events::add);
 * time.advance(1_000_000);                                  // the switches are connected
 * ...
 * network.delivers(h1.frameTo(h2).udp(4000, 5001).build()).from("h1").to("h2");
 * }</pre>
 */
public final class SimulatedNetwork {
    static final long LONGEST_WALK_NANOS = 30_000_000_000L;

    private static final Pattern PORT = Pattern.compile("(.+)/(\\d+)");
    private static final Pattern NUMBERED = Pattern.compile("\\D*(\\d{1,15})");

    private final long seed;
    private final SimulatedTime time;
    private final Map<String, SimulatedSwitch> switches = new LinkedHashMap<>();
    private final Map<String, SimulatedHost> hosts = new LinkedHashMap<>();
    private final List<SimulatedLink> links = new ArrayList<>();
    private long answerTimeoutNanos = 5_000_000_000L;
    private int mostWaiting = 1_024;
    private @Nullable SimulatedSouthbound listening;
    private volatile @Nullable Consumer<String> history;

    public SimulatedNetwork(long seed, SimulatedTime time) {
        this.seed = seed;
        this.time = time;
    }

    /** In virtual time of its own. */
    public static SimulatedNetwork virtual(long seed) {
        return new SimulatedNetwork(seed, new VirtualTime());
    }

    public SimulatedTime time() {
        return time;
    }

    /** The switch of that name, new if there is none: number n when its name ends in n, as {@code s3}. */
    public SimulatedSwitch switchNode(String name) {
        Matcher number = NUMBERED.matcher(name);
        return switchNode(name, number.matches() ? Long.parseLong(number.group(1)) : switches.size() + 1);
    }

    /** The switch of that name, new with this datapath id if there is none. */
    public SimulatedSwitch switchNode(String name, long datapathId) {
        return time.call(() -> {
            SimulatedSwitch known = switches.get(name);
            return known == null ? addSwitch(name, datapathId) : known;
        });
    }

    private SimulatedSwitch addSwitch(String name, long datapathId) {
        SimulatedSwitch added = new SimulatedSwitch(this, name, datapathId);
        if (switches.values().stream().anyMatch(other -> other.id().equals(added.id()))) {
            throw new IllegalArgumentException(name + ": another switch is " + added.id());
        }
        switches.put(name, added);
        time.schedule(0, added::connect);
        return added;
    }

    /** The switch with that id. */
    public SimulatedSwitch switchNode(DeviceId id) {
        return time.call(() -> switches.values().stream()
                .filter(node -> node.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no switch " + id)));
    }

    /** All switches in the order in which they were added. */
    public ImmutableList<SimulatedSwitch> switches() {
        return time.call(() -> ImmutableList.copyOf(switches.values()));
    }

    /** All links, those to hosts included, in the order in which they were added. */
    public ImmutableList<SimulatedLink> links() {
        return time.call(() -> ImmutableList.copyOf(links));
    }

    /** Joins two ports {@code s1/2}; switches and ports that are not there yet are added. */
    public SimulatedLink link(String a, String b, long delayNanos) {
        return time.call(() -> {
            SimulatedPort one = port(a);
            SimulatedPort other = port(b);
            SimulatedLink link = new SimulatedLink(this, one, other, delayNanos);
            one.attach(link);
            other.attach(link);
            links.add(link);
            return link;
        });
    }

    /** The link between two ports, or a host and its port. */
    public SimulatedLink link(String a, String b) {
        return time.call(() -> links.stream()
                .filter(link -> link.joins(a, b))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no link " + a + " " + b)));
    }

    /** A host at a port, by a link without delay. */
    public SimulatedHost host(String name, String mac, String ip, String at) {
        return host(name, MacAddress.valueOf(mac), ImmutableList.of(IpAddress.valueOf(ip)), at);
    }

    /** A host with several addresses at a port. */
    public SimulatedHost host(String name, MacAddress mac, ImmutableList<IpAddress> addresses, String at) {
        return time.call(() -> {
            SimulatedHost host = new SimulatedHost(this, name, mac, addresses);
            SimulatedPort port = port(at);
            SimulatedLink link = new SimulatedLink(this, host, port, 0);
            host.attach(link);
            port.attach(link);
            links.add(link);
            hosts.put(name, host);
            return host;
        });
    }

    public SimulatedHost host(String name) {
        return time.call(() -> {
            SimulatedHost host = hosts.get(name);
            if (host == null) {
                throw new IllegalArgumentException("no host " + name);
            }
            return host;
        });
    }

    /** Where the frame comes out: it is really sent, meters and counters move, and time passes until no copy is under way. */
    public Sending delivers(Frame frame) {
        return new Sending(this, frame, Manner.WAITING);
    }

    /** Really sends the frame; what becomes of it is told as time passes. */
    public Sending send(Frame frame) {
        return new Sending(this, frame, Manner.REAL);
    }

    /** Where the frame would come out at this instant: no time passes, no meter, counter or host notices, nothing is lost by chance. */
    public Sending walk(Frame frame) {
        return new Sending(this, frame, Manner.IMAGINED);
    }

    /** A new controller's side. */
    public SimulatedSouthbound southbound() {
        return new SimulatedSouthbound(this);
    }

    /** How long an update or a read waits for its answer; 5 s unless set. */
    public SimulatedNetwork answerTimeout(long nanos) {
        time.run(() -> answerTimeoutNanos = nanos);
        return this;
    }

    /** How many updates and reads may wait at one switch before the next is refused as overload; 1024 unless set. */
    public SimulatedNetwork mostWaiting(int questions) {
        time.run(() -> mostWaiting = questions);
        return this;
    }

    /** Tells everything that happens, one line each, beginning with the time. */
    public void narrate(Consumer<String> listener) {
        history = listener;
    }

    void log(Supplier<String> line) {
        Consumer<String> listener = history;
        if (listener != null) {
            listener.accept(time.nowNanos() + " " + line.get());
        }
    }

    /** Something that a test does to the network. */
    void change(String what, Runnable change) {
        time.run(() -> {
            log(() -> "! " + what);
            change.run();
        });
    }

    /** A generator for one part, independent of all others: what one part draws does not shift another's draws. */
    Random random(String part) {
        return new Random(seed * 0x9e3779b97f4a7c15L + part.hashCode());
    }

    long answerTimeoutNanos() {
        return answerTimeoutNanos;
    }

    int mostWaiting() {
        return mostWaiting;
    }

    @Nullable
    SimulatedSouthbound connected() {
        return listening;
    }

    boolean listen(SimulatedSouthbound southbound) {
        if (listening != null) {
            return false;
        }
        listening = southbound;
        switches.values().forEach(SimulatedSwitch::connect);
        return true;
    }

    void ended(SimulatedSouthbound southbound) {
        if (listening == southbound) {
            listening = null;
        }
    }

    void forEachConnection(SimulatedSouthbound southbound, Consumer<SimulatedConnection> action) {
        if (listening == southbound) {
            switches.values().stream()
                    .flatMap(node -> Stream.ofNullable(node.connection()))
                    .forEach(action);
        }
    }

    private SimulatedPort port(String place) {
        Matcher port = PORT.matcher(place);
        if (!port.matches()) {
            throw new IllegalArgumentException(place + " is no port, as s1/2");
        }
        return switchNode(port.group(1)).ensurePort(Long.parseLong(port.group(2)));
    }

    Endpoint endpoint(String place) {
        SimulatedHost host = hosts.get(place);
        return host == null ? port(place) : host;
    }
}
