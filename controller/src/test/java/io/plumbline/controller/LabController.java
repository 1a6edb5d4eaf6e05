package io.plumbline.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.controller.core.CoreThread;
import io.plumbline.controller.discovery.DiscoverySettings;
import io.plumbline.controller.intent.GuaranteedFlow;
import io.plumbline.controller.intent.TrafficMatch;
import io.plumbline.controller.intent.TrafficSpec;
import io.plumbline.controller.inventory.NetworkYaml;
import io.plumbline.controller.journal.RocksDbJournal;
import io.plumbline.controller.view.ControllerEvent;
import io.plumbline.controller.view.FlowView;
import io.plumbline.controller.view.NetworkView;
import io.plumbline.controller.view.RequestAnswer;
import io.plumbline.southbound.openflow.OpenFlowSettings;
import io.plumbline.southbound.openflow.OpenFlowSouthbound;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** A whole controller over real OpenFlow, as the server would wire it, without the server. */
final class LabController implements AutoCloseable {
    private static final long ANSWER_SECONDS = 20;

    final Controller controller;
    final List<ControllerEvent> events = new CopyOnWriteArrayList<>();
    private final OpenFlowSouthbound southbound;

    LabController(Path data, String networkYaml) throws Exception {
        southbound = new OpenFlowSouthbound(OpenFlowSettings.defaults().withAddress("127.0.0.1", 0));
        controller = new Controller(
                new CoreThread(Clock.systemUTC()),
                NetworkYaml.parse("network.yaml", networkYaml),
                DiscoverySettings.DEFAULT,
                RocksDbJournal.open(data),
                List.of(southbound),
                42,
                new Random(42));
        controller.watch(events::add);
        controller.start();
    }

    InetSocketAddress address() {
        return new InetSocketAddress("127.0.0.1", southbound.boundPort());
    }

    NetworkView network() {
        return answer(controller.network());
    }

    FlowView flow(String id) {
        return answer(controller.flow(id)).orElseThrow();
    }

    /** Waits for ACTIVE, SCHEDULED, or why not. */
    RequestAnswer ask(GuaranteedFlow flow) {
        return answer(controller.request(flow, Optional.empty()).settled());
    }

    FlowView acquire(GuaranteedFlow flow) {
        RequestAnswer answer = ask(flow);
        assertThat(answer).isInstanceOf(RequestAnswer.Accepted.class);
        return ((RequestAnswer.Accepted) answer).flow();
    }

    static <T> T answer(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().get(ANSWER_SECONDS, TimeUnit.SECONDS);
        } catch (Exception late) {
            throw new AssertionError("no answer", late);
        }
    }

    /** UDP from one host to another, to a port. */
    static GuaranteedFlow udp(String from, String to, int port, long rate, Duration bound, Optional<Instant> end) {
        TrafficSpec spec = new TrafficSpec(rate, 3_000, 60, 1_514);
        return new GuaranteedFlow(
                "udp-" + port,
                from,
                to,
                new TrafficMatch(OptionalInt.of(17), OptionalInt.empty(), OptionalInt.of(port), OptionalInt.empty()),
                GuaranteedFlow.Direction.FORWARD,
                spec,
                spec,
                bound.toNanos(),
                Optional.empty(),
                end,
                Optional.empty(),
                Optional.empty());
    }

    @Override
    public void close() {
        controller.close();
    }
}
