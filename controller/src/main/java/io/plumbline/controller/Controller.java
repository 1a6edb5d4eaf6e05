package io.plumbline.controller;

import com.google.common.collect.ImmutableList;
import io.plumbline.controller.core.Core;
import io.plumbline.controller.discovery.Discovery;
import io.plumbline.controller.discovery.DiscoverySettings;
import io.plumbline.controller.discovery.Effects;
import io.plumbline.controller.discovery.PacketOut;
import io.plumbline.controller.intent.GuaranteedFlow;
import io.plumbline.controller.intent.IntentState;
import io.plumbline.controller.intent.InvalidField;
import io.plumbline.controller.intent.TrafficChange;
import io.plumbline.controller.inventory.ClassMark;
import io.plumbline.controller.inventory.NetworkInventory;
import io.plumbline.controller.journal.Journal;
import io.plumbline.controller.journal.JournalException;
import io.plumbline.controller.program.ClassMarks;
import io.plumbline.controller.program.Cookies;
import io.plumbline.controller.program.ProgramCompiler;
import io.plumbline.controller.program.SwitchBook;
import io.plumbline.controller.view.ControllerEvent;
import io.plumbline.controller.view.DrainAnswer;
import io.plumbline.controller.view.FeasibilityAnswer;
import io.plumbline.controller.view.FlowAnswer;
import io.plumbline.controller.view.FlowView;
import io.plumbline.controller.view.LedgerView;
import io.plumbline.controller.view.NetworkView;
import io.plumbline.controller.view.ProgramView;
import io.plumbline.controller.view.RequestAnswer;
import io.plumbline.controller.view.ResizeAnswer;
import io.plumbline.pce.Pce;
import io.plumbline.southbound.api.Southbound;
import io.plumbline.southbound.api.SouthboundException;
import io.plumbline.southbound.api.Switch;
import io.plumbline.southbound.api.SwitchEvent;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.onosproject.net.ConnectPoint;
import org.onosproject.net.DeviceId;

/**
 * The core thread: one event in, decisions out. Every public method may be called from any thread and returns at once; everything behind
 * them runs on the core.
 */
public final class Controller implements AutoCloseable {
    /** The usual time in which the base rules of every switch are read back once. */
    public static final Duration READ_BACK_EVERY = Duration.ofSeconds(30);

    private static final long TICK_NANOS = 50_000_000L;
    private static final int KEY_BYTES = 32;
    private static final int RETRY_SECONDS = 1;

    /** Steps that may wait for the core before requests are turned away. */
    private static final int MOST_WAITING_FOR_REQUESTS = 2_000;

    /** Steps that may wait for the core before punted frames are dropped. */
    private static final int MOST_WAITING_FOR_PACKETS = 8_000;

    private final Core core;
    private final Journal journal;
    private final ImmutableList<Southbound> southbounds;
    private final NetworkInventory inventory;
    private final Discovery discovery;
    private final Pce pce;
    private final Switches switches;
    private final Lookout lookout;
    private final FlowBook flows = new FlowBook();
    private final Notices notices;
    private final Verification verification;
    private final FlowMover mover;
    private final FlowRunner runner;
    private final Rerouter rerouter;
    private final Drains drains;
    private final Resizer resizer;
    private final Admissions admissions;
    private final ProgramCompiler compiler;

    /**
     * @param core the thread and its time
     * @param journal empty or from an earlier run
     * @param random for keys and nonces: secure in service, seeded in a simulation
     */
    public Controller(
            Core core,
            NetworkInventory inventory,
            DiscoverySettings discoverySettings,
            Journal journal,
            List<Southbound> southbounds,
            long seed,
            RandomGenerator random) {
        this(core, inventory, discoverySettings, journal, southbounds, READ_BACK_EVERY, seed, random);
    }

    /** @param readBackEvery the time in which the base rules of every switch are read back once; zero: only when it connects */
    public Controller(
            Core core,
            NetworkInventory inventory,
            DiscoverySettings discoverySettings,
            Journal journal,
            List<Southbound> southbounds,
            Duration readBackEvery,
            long seed,
            RandomGenerator random) {
        this(core, inventory, discoverySettings, journal, southbounds, readBackEvery, seed, random, Flaw.NONE);
    }

    /** @param flaw what a test breaks */
    Controller(
            Core core,
            NetworkInventory inventory,
            DiscoverySettings discoverySettings,
            Journal journal,
            List<Southbound> southbounds,
            Duration readBackEvery,
            long seed,
            RandomGenerator random,
            Flaw flaw) {
        this.core = core;
        this.journal = journal;
        this.southbounds = ImmutableList.copyOf(southbounds);
        this.inventory = inventory;
        byte[] key = new byte[KEY_BYTES];
        random.nextBytes(key);
        this.discovery = new Discovery(inventory, discoverySettings, key);
        this.pce = new Pce(seed);
        this.notices = new Notices(core, inventory, discovery);
        this.switches = new Switches(core, discovery, new SwitchListener());
        this.lookout = new Lookout(core, switches.bestEffort(), readBackEvery.toNanos());
        ClassMarks marks = this::mark;
        this.compiler = new ProgramCompiler(marks);
        this.verification = new Verification(core, inventory, marks, switches, random);
        Names names = new Names(inventory, discovery, pce::topology);
        FlowInstaller installer = new FlowInstaller(core, switches, compiler, notices);
        this.mover = new FlowMover(core, switches, pce, journal, flows, installer, verification, notices, flaw);
        this.runner =
                new FlowRunner(core, switches, pce, journal, flows, installer, mover, verification, notices, flaw);
        this.rerouter = new Rerouter(core, pce, journal, flows, runner, mover, notices, names, flaw);
        this.drains = new Drains(core, pce, journal, inventory, switches, names, rerouter, notices);
        this.admissions =
                new Admissions(core, inventory, discovery, switches, pce, journal, flows, names, runner::booked);
        this.resizer = new Resizer(core, inventory, switches, pce, runner, mover, admissions, notices, names);
    }

    private ClassMarks.Mark mark(String className) {
        ClassMark mark = inventory
                .classMark(className)
                .orElseThrow(() -> new IllegalStateException("no class " + className + " in network.yaml"));
        return new ClassMarks.Mark(mark.pcp(), mark.dscp(), mark.queue());
    }

    /** Takes up what the journal holds, then listens for switches. Called once. */
    public void start() throws JournalException, SouthboundException {
        var entries = journal.replay();
        flows.startAfter(journal.highestFlow());
        core.execute(() -> {
            drains.replay(entries);
            int restored = new Recovery(pce, switches, flows, compiler).replay(entries, core.nowNanos(), this::resume);
            rerouter.begin();
            journal.mended().forEach(what -> notices.tell("journal.mended", "journal", what));
            notices.tell("controller.started", "plumbline", restored + " guaranteed flows taken up from the journal");
            tick();
            lookout.begin();
        });
        for (Southbound southbound : southbounds) {
            southbound.start(this::arrived);
        }
    }

    private void resume(LiveFlow flow) {
        runner.resume(flow);
        mover.resume(flow);
    }

    private void tick() {
        long now = core.nowNanos();
        carryOut(discovery.tick(now));
        pce.advance(now);
        core.schedule(TICK_NANOS, this::tick);
    }

    // --- switch events
    // ----------------------------------------------------------------------------------------------------------

    private void arrived(SwitchEvent event) {
        if (event instanceof SwitchEvent.PacketArrived && core.waiting() > MOST_WAITING_FOR_PACKETS) {
            return;
        }
        core.execute(() -> handle(event));
    }

    private void handle(SwitchEvent event) {
        switch (event) {
            case SwitchEvent.Connected connected -> {
                switches.connected(connected.target());
                discover(event);
            }
            case SwitchEvent.Disconnected gone -> {
                if (switches.disconnected(gone.device(), gone.target(), gone.reason())) {
                    discover(event);
                }
            }
            case SwitchEvent.PortChanged ignored -> discover(event);
            case SwitchEvent.PacketArrived packet -> {
                if (Cookies.isOfFlow(packet.cookie())) {
                    verification.punted(
                            new ConnectPoint(packet.device(), packet.port()),
                            packet.cookie(),
                            packet.frame(),
                            packet.receivedNanos());
                } else {
                    discover(event);
                }
            }
            case SwitchEvent.RuleRemoved removed -> ruleRemoved(removed);
            case SwitchEvent.ErrorReported error ->
                notices.tell("switch.error", notices.switchName(error.device()), error.detail());
            case SwitchEvent.ConnectionRefused refused ->
                notices.tell("switch.refused", refused.remoteAddress(), refused.reason());
        }
    }

    private void ruleRemoved(SwitchEvent.RuleRemoved removed) {
        if (Cookies.isOfFlow(removed.cookie())) {
            boolean byTimeout = removed.reason() == SwitchEvent.RuleRemoved.Reason.HARD_TIMEOUT;
            flows.find(Cookies.flow(removed.cookie()))
                    .ifPresent(flow -> runner.ruleRemoved(flow, removed.rule(), byTimeout));
        }
    }

    private void discover(SwitchEvent event) {
        carryOut(discovery.on(event, core.nowNanos()));
    }

    private void carryOut(Effects effects) {
        for (PacketOut out : effects.packetOuts()) {
            Switch target = switches.book(out.device()).connected();
            if (target != null) {
                target.packetOut(out.port(), out.frame());
            }
        }
        effects.notices().forEach(notice -> notices.tell(notice.kind(), notice.subject(), notice.detail()));
        rerouter.changed(drains.with(effects.topologyChanges()));
        if (effects.programsChanged()) {
            switches.baseChanged();
        }
    }

    private final class SwitchListener implements Switches.Listener {
        @Override
        public void ready(DeviceId device) {
            mover.ready(device);
            runner.ready(device);
            rerouter.again();
        }

        @Override
        public void gone(DeviceId device, String reason) {
            runner.gone(device, reason);
        }

        @Override
        public void notice(String kind, String subject, String detail) {
            notices.tell(kind, subject, detail);
        }
    }

    // --- requests
    // ---------------------------------------------------------------------------------------------------------------

    /**
     * A request under way.
     *
     * @param decided completes when the decision is durable
     * @param settled completes when it is ACTIVE, SCHEDULED, refused or failed
     */
    public record Submission(CompletionStage<RequestAnswer> decided, CompletionStage<RequestAnswer> settled) {}

    /** Asks for a guaranteed flow. A repeated key gets the first answer. */
    public Submission request(GuaranteedFlow flow, Optional<String> idempotencyKey) {
        CompletableFuture<RequestAnswer> decided = new CompletableFuture<>();
        CompletableFuture<RequestAnswer> settled = new CompletableFuture<>();
        if (core.waiting() > MOST_WAITING_FOR_REQUESTS) {
            RequestAnswer busy = new RequestAnswer.Unavailable("too many requests are waiting", RETRY_SECONDS);
            return new Submission(CompletableFuture.completedFuture(busy), CompletableFuture.completedFuture(busy));
        }
        long asked = System.nanoTime();
        core.execute(() -> {
            switch (admissions.request(flow, idempotencyKey, asked)) {
                case Admissions.Decision.Answered answered -> {
                    decided.complete(answered.answer());
                    settled.complete(answered.answer());
                }
                case Admissions.Decision.Going going -> follow(going.flow(), false, decided, settled);
                case Admissions.Decision.Repeated repeated -> follow(repeated.flow(), true, decided, settled);
            }
        });
        return new Submission(decided, settled);
    }

    private static void follow(
            LiveFlow flow,
            boolean repeated,
            CompletableFuture<RequestAnswer> decided,
            CompletableFuture<RequestAnswer> settled) {
        flow.decided.thenAccept(answer -> decided.complete(repeated ? again(answer) : answer));
        flow.settled.thenAccept(answer -> settled.complete(repeated ? again(answer) : answer));
    }

    private static RequestAnswer again(RequestAnswer first) {
        return first instanceof RequestAnswer.Accepted accepted
                ? new RequestAnswer.Accepted(accepted.flow(), true)
                : first;
    }

    /** Whether it would be admitted now. Books nothing. */
    public CompletionStage<FeasibilityAnswer> feasibility(GuaranteedFlow flow) {
        return onCore(() -> admissions.feasibility(flow));
    }

    /** Releases a guaranteed flow; completes when the ingress stop is confirmed, or cannot be now. */
    public CompletionStage<FlowAnswer> release(String id) {
        return withFlow(id, runner::release);
    }

    /** Renews the lease: it now runs for {@code lease} from now. */
    public CompletionStage<FlowAnswer> renewLease(String id, Duration lease) {
        return withFlow(id, flow -> {
            CompletableFuture<FlowAnswer> answer = new CompletableFuture<>();
            Optional<InvalidField> invalid = GuaranteedFlow.invalidLease(lease);
            if (flow.leaseExpiresNanos == LiveFlow.NEVER) {
                answer.complete(new FlowAnswer.Conflict(flow.view(), "it was asked for without a lease"));
            } else if (flow.isOver() || flow.state() == IntentState.RELEASING) {
                answer.complete(new FlowAnswer.Conflict(flow.view(), "it is " + flow.state() + ": " + flow.reason));
            } else if (invalid.isPresent()) {
                answer.complete(
                        new FlowAnswer.Conflict(flow.view(), invalid.get().toString()));
            } else {
                runner.renewLease(flow, lease.toNanos(), answer::complete);
            }
            return answer;
        });
    }

    /**
     * Gives a flow that runs other traffic, make before break. Completes when the ingress sends by it, or when it does not fit or could not be
     * brought about.
     *
     * @param reverseTraffic of the way back, where there is one
     */
    public CompletionStage<ResizeAnswer> resize(
            String id, TrafficChange traffic, Optional<TrafficChange> reverseTraffic) {
        return onCore(() -> flows.find(id)
                        .map(flow -> resizer.resize(flow, traffic, reverseTraffic))
                        .orElseGet(() -> CompletableFuture.completedFuture(new ResizeAnswer.Unknown(id))))
                .thenCompose(answer -> answer);
    }

    /** Reads the data plane again for one flow and answers with fresh evidence. */
    public CompletionStage<FlowAnswer> verify(String id) {
        return withFlow(id, flow -> {
            if (flow.state() != IntentState.ACTIVE && flow.state() != IntentState.DEGRADED) {
                return CompletableFuture.completedFuture(new FlowAnswer.Done(flow.view()));
            }
            return runner.verify(flow).thenApply(statements -> new FlowAnswer.Done(flow.view()));
        });
    }

    /**
     * Takes a link out of use, or back into it: what can go elsewhere is moved, make before break. Completes when all of that is done.
     *
     * @param name or id of one of its directions; both are meant
     * @param dryRun whether only to say what would follow: nothing is touched then
     */
    public CompletionStage<DrainAnswer> drainLink(String name, boolean drain, boolean dryRun) {
        return onCore(() -> drains.link(name, drain, dryRun)).thenCompose(answer -> answer);
    }

    /** Takes a switch out of use, or back into it, as {@link #drainLink}. */
    public CompletionStage<DrainAnswer> drainSwitch(String name, boolean drain, boolean dryRun) {
        return onCore(() -> drains.switchNamed(name, drain, dryRun)).thenCompose(answer -> answer);
    }

    /** One flow; also after it ended, for as long as it is remembered. */
    public CompletionStage<Optional<FlowView>> flow(String id) {
        return onCore(() -> flows.find(id).map(LiveFlow::view));
    }

    /** All flows that are remembered, in order of id. */
    public CompletionStage<ImmutableList<FlowView>> flows() {
        return onCore(() -> flows.all().stream().map(LiveFlow::view).collect(ImmutableList.toImmutableList()));
    }

    /** The network as it is known now. */
    public CompletionStage<NetworkView> network() {
        return onCore(() -> NetworkSurvey.of(discovery, inventory, switches, pce, LiveFlow.instant(core.nowNanos())));
    }

    /** The whole ledger, with the topology that it is booked on. */
    public CompletionStage<LedgerView> ledger() {
        return onCore(() -> new LedgerView(pce.topology(), pce.snapshot(), pce.reservations()));
    }

    /** What a switch should hold, and on request what it does hold; empty when there is no such switch. */
    public CompletionStage<Optional<ProgramView>> program(String device, boolean readBack) {
        return onCore(() -> NetworkSurvey.switchNamed(device, inventory, switches))
                .thenCompose(book -> book.isEmpty()
                        ? CompletableFuture.completedFuture(Optional.empty())
                        : program(book.get(), readBack));
    }

    private CompletionStage<Optional<ProgramView>> program(SwitchBook book, boolean readBack) {
        return onCore(() -> NetworkSurvey.program(book, readBack)).thenCompose(view -> view.thenApply(Optional::of));
    }

    /** Calls the watcher for every event from now on; closing the handle ends it. The watcher must return at once. */
    public AutoCloseable watch(Consumer<ControllerEvent> watcher) {
        return notices.watch(watcher);
    }

    /** Why the journal takes nothing more; empty while all is well. */
    public String journalFailure() {
        return journal.failure();
    }

    private <T> CompletableFuture<T> onCore(Supplier<T> question) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        core.execute(() -> {
            try {
                answer.complete(question.get());
            } catch (RuntimeException bug) {
                answer.completeExceptionally(bug);
                throw bug;
            }
        });
        return answer;
    }

    private interface FlowOperation {
        CompletableFuture<? extends FlowAnswer> on(LiveFlow flow);
    }

    private CompletionStage<FlowAnswer> withFlow(String id, FlowOperation operation) {
        return this.<CompletableFuture<? extends FlowAnswer>>onCore(() -> {
                    Optional<LiveFlow> flow = flows.find(id);
                    return flow.isEmpty()
                            ? CompletableFuture.completedFuture(new FlowAnswer.Unknown(id))
                            : operation.on(flow.get());
                })
                .thenCompose(answer -> answer.thenApply(done -> done));
    }

    /** Stops deciding, then listening, and closes the journal. The switches keep what they hold. */
    @Override
    public void close() {
        core.close();
        southbounds.forEach(Southbound::close);
        journal.close();
    }
}
