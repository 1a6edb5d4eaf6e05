package io.plumbline.controller;

import com.google.common.collect.ImmutableList;
import io.plumbline.controller.intent.GuaranteedFlow;
import io.plumbline.controller.view.ControllerEvent;
import io.plumbline.controller.view.FeasibilityAnswer;
import io.plumbline.controller.view.FlowAnswer;
import io.plumbline.controller.view.FlowView;
import io.plumbline.controller.view.NetworkView;
import io.plumbline.controller.view.ProgramView;
import io.plumbline.controller.view.RequestAnswer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** The core thread: one event in, decisions out. Every method may be called from any thread and returns at once. */
public final class Controller implements AutoCloseable {

    /**
     * Asks for a guaranteed flow.
     *
     * @param decided completes when the decision is durable
     * @param settled completes when it is ACTIVE, SCHEDULED, refused or failed
     */
    public record Submission(CompletionStage<RequestAnswer> decided, CompletionStage<RequestAnswer> settled) {}

    /** Asks for a guaranteed flow. A repeated key gets the first answer. */
    public Submission request(GuaranteedFlow flow, Optional<String> idempotencyKey) {
        throw new UnsupportedOperationException();
    }

    /** Whether it would be admitted now. Books nothing. */
    public CompletionStage<FeasibilityAnswer> feasibility(GuaranteedFlow flow) {
        throw new UnsupportedOperationException();
    }

    /** Releases a guaranteed flow; completes when the ingress stop is confirmed. */
    public CompletionStage<FlowAnswer> release(String id) {
        throw new UnsupportedOperationException();
    }

    /** Renews the lease: it now runs for {@code lease} from now. */
    public CompletionStage<FlowAnswer> renewLease(String id, Duration lease) {
        throw new UnsupportedOperationException();
    }

    /** One flow; also after it ended, for as long as it is remembered. */
    public CompletionStage<Optional<FlowView>> flow(String id) {
        throw new UnsupportedOperationException();
    }

    /** All flows that are remembered, in order of id. */
    public CompletionStage<ImmutableList<FlowView>> flows() {
        throw new UnsupportedOperationException();
    }

    /** Reads the data plane again for one flow and answers with fresh evidence. */
    public CompletionStage<FlowAnswer> verify(String id) {
        throw new UnsupportedOperationException();
    }

    /** The network as it is known now. */
    public CompletionStage<NetworkView> network() {
        throw new UnsupportedOperationException();
    }

    /** What a switch should hold, and on request what it does hold; empty when there is no such switch. */
    public CompletionStage<Optional<ProgramView>> program(String device, boolean readBack) {
        throw new UnsupportedOperationException();
    }

    /** Calls the watcher for every event from now on; closing the handle ends it. The watcher must return at once. */
    public AutoCloseable watch(Consumer<ControllerEvent> watcher) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }
}
