package io.plumbline.southbound.simulated;

import io.plumbline.southbound.api.ApplyOutcome.Refusal;
import io.plumbline.southbound.api.ProgramUpdate.Change;
import io.plumbline.southbound.simulated.pipeline.Problem;
import java.util.Optional;
import java.util.Random;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What is wrong with one switch and its connection to the controller. Nothing at first. Set with {@link SimulatedSwitch#faults}; chances are
 * drawn from the switch's own seeded generator, and only where a fault is on, so that one fault does not shift another's.
 */
public final class Faults {
    private static final int NEVER = -1;

    private final Random random;
    private long delayNanos = 100_000;
    private long jitterNanos;
    private Reorder reorder = Reorder.NONE;
    private double changeLoss;
    private double silentLoss;
    private double alteration;
    private double answerLoss;
    private double packetInLoss;
    private double packetOutLoss;
    private boolean answering = true;
    private boolean processing = true;
    private boolean repeatsPortStatus;
    private Predicate<Change> rejected = change -> false;
    private Problem rejection = new Problem(Refusal.Kind.OTHER, "simulated");
    private int changesUntilRejection = NEVER;

    Faults(Random random) {
        this.random = random;
    }

    /** None any more; delays stay. */
    public Faults none() {
        reorder = Reorder.NONE;
        changeLoss = 0;
        silentLoss = 0;
        alteration = 0;
        answerLoss = 0;
        packetInLoss = 0;
        packetOutLoss = 0;
        answering = true;
        processing = true;
        repeatsPortStatus = false;
        return rejectNothing();
    }

    /** How long a message takes either way, and up to how much longer; messages of one direction never overtake one another. */
    public Faults delay(long nanos, long jitter) {
        delayNanos = nanos;
        jitterNanos = jitter;
        return this;
    }

    /** In which order the switch carries out the changes of one update, between two barriers. */
    public Faults reorder(Reorder order) {
        reorder = order;
        return this;
    }

    /** Loses each change with this probability, as if the connection broke just there: the update gets no answer. */
    public Faults loseChanges(double probability) {
        changeLoss = probability;
        return this;
    }

    /** Forgets each change with this probability and says that it was carried out: only reading back finds it. */
    public Faults forgetChanges(double probability) {
        silentLoss = probability;
        return this;
    }

    /** Carries out something else with this probability and says that all is well: only reading back finds it. */
    public Faults alterChanges(double probability) {
        alteration = probability;
        return this;
    }

    /** Loses each answer to an update or a read with this probability: what was asked has been done. */
    public Faults loseAnswers(double probability) {
        answerLoss = probability;
        return this;
    }

    /** Loses each packet-in with this probability. */
    public Faults losePacketIns(double probability) {
        packetInLoss = probability;
        return this;
    }

    /** Loses each packet-out with this probability, though it was accepted. */
    public Faults losePacketOuts(double probability) {
        packetOutLoss = probability;
        return this;
    }

    /** Whether it answers updates and reads at all; what is asked is done all the same. */
    public Faults answering(boolean on) {
        answering = on;
        return this;
    }

    /** Whether it carries out anything that the controller sends; when not, it does not answer either. */
    public Faults processing(boolean on) {
        processing = on;
        return this;
    }

    /** Whether it reports a port that goes down twice, as Open vSwitch does (the liveness first, then the link). */
    public Faults repeatPortStatus(boolean on) {
        repeatsPortStatus = on;
        return this;
    }

    /** Refuses the changes that fulfil the condition. */
    public Faults reject(Refusal.Kind kind, Predicate<Change> condition) {
        rejection = new Problem(kind, "simulated");
        rejected = condition;
        return this;
    }

    /** Refuses the changes of one kind, say {@code PutRule.class}. */
    public Faults reject(Refusal.Kind kind, Class<? extends Change> type) {
        return reject(kind, type::isInstance);
    }

    /** Refuses the n-th change from now, counted from 1, and no other. */
    public Faults rejectNth(Refusal.Kind kind, int n) {
        rejection = new Problem(kind, "simulated");
        changesUntilRejection = n;
        return this;
    }

    public Faults rejectNothing() {
        rejected = change -> false;
        changesUntilRejection = NEVER;
        return this;
    }

    long shortestDelayNanos() {
        return delayNanos;
    }

    long delayNanos() {
        return jitterNanos == 0 ? delayNanos : delayNanos + random.nextLong(jitterNanos + 1);
    }

    Reorder reorder() {
        return reorder;
    }

    Random random() {
        return random;
    }

    boolean isProcessing() {
        return processing;
    }

    boolean isPortStatusRepeated() {
        return repeatsPortStatus;
    }

    Optional<Problem> rejection(Change change) {
        boolean nth = changesUntilRejection > 0 && --changesUntilRejection == 0;
        return nth || rejected.test(change) ? Optional.of(rejection) : Optional.empty();
    }

    boolean losesChange() {
        return happens(changeLoss);
    }

    boolean losesAnswer() {
        return !answering || happens(answerLoss);
    }

    boolean losesPacketIn() {
        return happens(packetInLoss);
    }

    boolean losesPacketOut() {
        return happens(packetOutLoss);
    }

    /** What the switch really does: the change, another one, or nothing (null). */
    @Nullable
    Change distorted(Change change) {
        if (happens(silentLoss)) {
            return null;
        }
        return happens(alteration) ? Alteration.of(change) : change;
    }

    private boolean happens(double probability) {
        return probability > 0 && random.nextDouble() < probability;
    }
}
