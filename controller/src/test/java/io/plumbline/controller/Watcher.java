package io.plumbline.controller;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.plumbline.controller.program.Cookies;
import io.plumbline.controller.view.LedgerView;
import io.plumbline.pce.certificate.CertificateChecker;
import io.plumbline.southbound.simulated.Walk;
import io.plumbline.southbound.simulated.frame.Frame;
import io.plumbline.southbound.simulated.pipeline.Step;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** Looks at every small step of time where packets of a flow from h1 to h2 would go, holds it to be allowed, and sends some. */
final class Watcher {
    static final ImmutableList<String> SHORT = ImmutableList.of("s1/2", "s2/2", "s5/11");
    static final ImmutableList<String> LONG = ImmutableList.of("s1/3", "s3/2", "s4/2", "s5/11");

    private static final long STEP_NANOS = 50_000;
    private static final int STEPS_PER_FRAME = 40;

    private final SimulatedLab lab;
    private int steps;
    private int sent;
    /** Ways of guaranteed packets that were seen, by the ports that they left by. */
    final Set<ImmutableList<String>> ways = new LinkedHashSet<>();
    /** Instants at which a packet would not have arrived as guaranteed. */
    int gaps;

    Watcher(SimulatedLab lab) {
        this.lab = lab;
        lab.network.host("h2").forget();
    }

    private Frame frame(int port) {
        return lab.network
                .host("h1")
                .frameTo(lab.network.host("h2"))
                .udp(4000, port)
                .build();
    }

    /** The ports by which a packet leaves the switches now. */
    ImmutableList<String> path(int port) {
        Walk walk = lab.network.walk(frame(port)).from("h1");
        assertThat(walk.destinations()).as(walk.toString()).containsExactly("h2");
        return walk.path();
    }

    /** Lets time pass, and looks all the while. */
    void during(long nanos, int... ports) {
        long end = lab.time.nowNanos() + nanos;
        while (lab.time.nowNanos() < end) {
            lab.time.advance(STEP_NANOS);
            boolean send = steps++ % STEPS_PER_FRAME == 0;
            for (int port : ports) {
                look(lab.network.walk(frame(port)).from("h1"));
                if (send) {
                    sent++;
                    lab.network.host("h1").send(frame(port));
                }
            }
        }
    }

    private void look(Walk walk) {
        assertThat(walk.looped()).as(walk.toString()).isFalse();
        assertThat(walk.ambiguous()).as(walk.toString()).isFalse();
        assertThat(walk.destinations()).as(walk.toString()).isSubsetOf("h2");
        boolean labelled = walk.marks().stream().anyMatch(mark -> mark.vlanId() >= 2048);
        if (labelled) {
            assertThat(walk.steps(Step.Metered.class)).as("meters of " + walk).isNotEmpty();
        }
        if (labelled && !walk.destinations().isEmpty()) {
            ways.add(walk.path());
        } else {
            gaps++;
        }
    }

    /** Frames that were sent and did not arrive in their class. */
    long lost() {
        lab.time.advance(SimulatedLab.MILLI);
        return sent
                - lab.network.host("h2").received().stream()
                        .filter(delivered -> delivered.frame().dscp() > 0)
                        .count();
    }

    /** Every promise in the ledger is proven anew by the checker, whose code shares nothing with the engine's. */
    void assertProven() {
        LedgerView view = lab.wait(lab.controller.ledger());
        assertThat(CertificateChecker.checkLedger(view.topology(), view.ledger(), view.reservations())
                        .violations())
                .isEmpty();
    }

    /** Rules and meters of guaranteed flows in each switch. */
    ImmutableMap<String, Long> held() {
        Map<String, Long> held = new LinkedHashMap<>();
        for (var node : lab.network.switches()) {
            long rules = node.holds().rules().stream()
                    .filter(rule -> Cookies.isOfFlow(rule.cookie()))
                    .count();
            long meters = node.holds().meters().stream()
                    .filter(meter -> meter.meter().id().id() >= 16)
                    .count();
            held.put(node.name(), rules + meters);
        }
        return ImmutableMap.copyOf(held);
    }
}
