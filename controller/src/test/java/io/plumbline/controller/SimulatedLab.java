package io.plumbline.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.controller.discovery.DiscoverySettings;
import io.plumbline.controller.intent.GuaranteedFlow;
import io.plumbline.controller.intent.IntentState;
import io.plumbline.controller.inventory.InventoryException;
import io.plumbline.controller.inventory.NetworkYaml;
import io.plumbline.controller.journal.Journal;
import io.plumbline.controller.journal.JournalException;
import io.plumbline.controller.program.Cookies;
import io.plumbline.controller.view.ControllerEvent;
import io.plumbline.controller.view.FlowView;
import io.plumbline.controller.view.RequestAnswer;
import io.plumbline.southbound.api.ReadOutcome;
import io.plumbline.southbound.api.SouthboundException;
import io.plumbline.southbound.simulated.SimulatedNetwork;
import io.plumbline.southbound.simulated.SimulatedSwitch;
import io.plumbline.southbound.simulated.time.VirtualTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletionStage;

/**
 * A controller over simulated switches in virtual time.
 *
 * <pre>
 *   h1 --10 s1 2--1 s2 2--1 s5 11-- h2        the short way
 *           s1 3--1 s3 2--1 s4 2--2 s5        the long way
 * </pre>
 */
final class SimulatedLab {
    static final long MILLI = 1_000_000;
    static final long SECOND = 1_000_000_000;

    static final String NETWORK = """
            version: 1
            defaults:
              link:
                capacityBitsPerSecond: 10000000
                mtuBytes: 1504
                framingOverheadBytes: 0
                bestEffortFloorBitsPerSecond: 500000
                classes:
                  gold: {budgetMicroseconds: 12000, bufferBytes: 60000}
                  silver: {budgetMicroseconds: 40000, bufferBytes: 90000}
              switch: {softwareAllowanceMicroseconds: 1000, stallAllowanceMicroseconds: 2000}
            switches:
              - {id: "of:0000000000000001", name: s1}
              - {id: "of:0000000000000002", name: s2}
              - {id: "of:0000000000000003", name: s3}
              - {id: "of:0000000000000004", name: s4}
              - {id: "of:0000000000000005", name: s5}
            links:
              - {between: [s1/2, s2/1]}
              - {between: [s2/2, s5/1]}
              - {between: [s1/3, s3/1]}
              - {between: [s3/2, s4/1]}
              - {between: [s4/2, s5/2]}
            accessPorts:
              - {port: s1/10}
              - {port: s5/11}
            hosts:
              - {name: h1, mac: "00:00:00:00:00:01", ips: [10.0.0.1], port: s1/10}
              - {name: h2, mac: "00:00:00:00:00:02", ips: [10.0.0.2], port: s5/11}
            """;

    final VirtualTime time = new VirtualTime();
    final SimulatedNetwork network;
    final List<ControllerEvent> events = new ArrayList<>();
    Controller controller;

    SimulatedLab(long seed, Journal journal) {
        network = new SimulatedNetwork(seed, time);
        network.switchNode("s1").port(10).port(2).port(3);
        network.switchNode("s2").port(1).port(2);
        network.switchNode("s3").port(1).port(2);
        network.switchNode("s4").port(1).port(2);
        network.switchNode("s5").port(1).port(2).port(11);
        network.link("s1/2", "s2/1", 50_000);
        network.link("s2/2", "s5/1", 50_000);
        network.link("s1/3", "s3/1", 50_000);
        network.link("s3/2", "s4/1", 50_000);
        network.link("s4/2", "s5/2", 50_000);
        network.host("h1", "00:00:00:00:00:01", "10.0.0.1", "s1/10");
        network.host("h2", "00:00:00:00:00:02", "10.0.0.2", "s5/11");
        controller = start(journal);
        time.advance(5 * SECOND);
    }

    Controller start(Journal journal) {
        try {
            Controller started = new Controller(
                    new VirtualCore(time),
                    NetworkYaml.parse("network.yaml", NETWORK),
                    DiscoverySettings.DEFAULT,
                    journal,
                    List.of(network.southbound()),
                    42,
                    new Random(42));
            started.watch(events::add);
            started.start();
            return started;
        } catch (InventoryException | JournalException | SouthboundException wrong) {
            throw new AssertionError(wrong);
        }
    }

    SimulatedSwitch node(String name) {
        return network.switchNode(name);
    }

    <T> T wait(CompletionStage<T> stage) {
        assertThat(time.await(120 * SECOND, () -> stage.toCompletableFuture().isDone()))
                .as("an answer within two minutes of virtual time")
                .isTrue();
        return stage.toCompletableFuture().join();
    }

    RequestAnswer ask(GuaranteedFlow flow) {
        return wait(controller.request(flow, Optional.empty()).settled());
    }

    FlowView acquire(GuaranteedFlow flow) {
        RequestAnswer answer = ask(flow);
        assertThat(answer).isInstanceOf(RequestAnswer.Accepted.class);
        return ((RequestAnswer.Accepted) answer).flow();
    }

    FlowView flow(String id) {
        return wait(controller.flow(id)).orElseThrow();
    }

    void awaitState(String id, IntentState state, long withinNanos) {
        assertThat(time.await(
                        withinNanos,
                        () -> wait(controller.flow(id)).orElseThrow().state() == state))
                .as(() -> id + " is " + flow(id))
                .isTrue();
    }

    /** Entries in the ledger, of all links. */
    int booked() {
        return wait(controller.network()).ledger().entries().values().stream()
                .mapToInt(List::size)
                .sum();
    }

    /** Rules of guaranteed flows that a switch really holds. */
    long flowRules(String name) {
        return node(name).holds().rules().stream()
                .map(ReadOutcome.HeldRule::cookie)
                .filter(Cookies::isOfFlow)
                .count();
    }

    void assertNothingIsLeft() {
        for (String name : List.of("s1", "s2", "s3", "s4", "s5")) {
            assertThat(flowRules(name)).as("rules left in " + name).isZero();
            assertThat(node(name).holds().meters())
                    .as("meters left in " + name)
                    .allMatch(meter -> meter.meter().id().id() < 16);
        }
        assertThat(booked()).as("entries left in the ledger").isZero();
    }
}
