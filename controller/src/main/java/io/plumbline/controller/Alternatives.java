package io.plumbline.controller;

import com.google.common.collect.ImmutableList;
import io.plumbline.controller.intent.GuaranteedFlow;
import io.plumbline.controller.intent.TrafficSpec;
import io.plumbline.controller.view.Refusal;
import io.plumbline.pce.admission.Admission;
import java.util.Optional;
import java.util.function.Function;

/**
 * What would fit instead of a request that does not: a lower rate, a looser bound, a later start. Each one is asked of the same ledger
 * before it is named, so that it would be admitted now.
 */
final class Alternatives {
    private static final long RATE_STEP = 1_000;
    private static final long NANOS_PER_MICROSECOND = 1_000;

    private final Function<GuaranteedFlow, Optional<Admission>> ask;
    private final Function<GuaranteedFlow, Optional<GuaranteedFlow>> later;

    /**
     * @param ask what the engine would answer; empty when it cannot be asked
     * @param later the same with the earliest start at which the engine's calendar has room; empty when there is none, or it cannot be asked
     */
    Alternatives(
            Function<GuaranteedFlow, Optional<Admission>> ask,
            Function<GuaranteedFlow, Optional<GuaranteedFlow>> later) {
        this.ask = ask;
        this.later = later;
    }

    ImmutableList<Refusal.Alternative> of(GuaranteedFlow refused) {
        ImmutableList.Builder<Refusal.Alternative> found = ImmutableList.builder();
        lowerRate(refused).ifPresent(found::add);
        looserBound(refused).ifPresent(found::add);
        laterStart(refused).ifPresent(found::add);
        ImmutableList<Refusal.Alternative> single = found.build();
        return single.isEmpty() ? both(refused).stream().collect(ImmutableList.toImmutableList()) : single;
    }

    private Optional<Refusal.Alternative> lowerRate(GuaranteedFlow refused) {
        return largestRate(refused)
                .map(rate -> new Refusal.Alternative(
                        "LOWER_RATE",
                        refused.withRate(rate),
                        "the largest rate that fits with the same bound is " + rate + " bit/s"));
    }

    /** The largest rate that fits, in steps of 1 kbit/s, by bisection: less traffic never needs more. */
    private Optional<Long> largestRate(GuaranteedFlow refused) {
        long fits = 0;
        long fails = Math.ceilDiv(refused.traffic().rateBitsPerSecond(), RATE_STEP);
        while (fails - fits > 1) {
            long middle = fits + (fails - fits) / 2;
            if (admitted(refused.withRate(middle * RATE_STEP)).isPresent()) {
                fits = middle;
            } else {
                fails = middle;
            }
        }
        return fits * RATE_STEP < TrafficSpec.SMALLEST_RATE ? Optional.empty() : Optional.of(fits * RATE_STEP);
    }

    private Optional<Refusal.Alternative> looserBound(GuaranteedFlow refused) {
        return smallestBound(refused)
                .map(bound -> new Refusal.Alternative(
                        "LOOSER_BOUND",
                        refused.withMaxDelay(bound),
                        "the same rate fits with a bound of " + bound / NANOS_PER_MICROSECOND + " us"));
    }

    /** The least bound that a request that is too strict can have, in whole microseconds up: the engine names it when it refuses. */
    private Optional<Long> smallestBound(GuaranteedFlow flow) {
        GuaranteedFlow looser = flow;
        for (int direction = 0; direction < 2; direction++) { // the other direction may need more still
            Optional<GuaranteedFlow> next = leastBound(looser).map(looser::withMaxDelay);
            if (next.isEmpty()) {
                return Optional.empty();
            }
            looser = next.get();
            if (admitted(looser).isPresent()) {
                return Optional.of(looser.maxDelayNanos());
            }
        }
        return Optional.empty();
    }

    private Optional<Long> leastBound(GuaranteedFlow flow) {
        return ask.apply(flow).flatMap(answer -> switch (answer) {
            case Admission.Admitted ignored -> Optional.empty();
            case Admission.Rejected rejected ->
                rejected.constraint()
                        .filter(constraint -> constraint.quantity().equals("deadline"))
                        .map(constraint ->
                                Math.ceilDiv(constraint.asked(), NANOS_PER_MICROSECOND) * NANOS_PER_MICROSECOND)
                        .filter(bound -> bound <= GuaranteedFlow.LONGEST_DELAY_NANOS);
        });
    }

    private Optional<Refusal.Alternative> laterStart(GuaranteedFlow refused) {
        return later.apply(refused)
                .filter(flow -> admitted(flow).isPresent())
                .map(flow -> new Refusal.Alternative(
                        "LATER_START",
                        flow,
                        "the same fits from " + flow.start().orElseThrow() + " on"));
    }

    /** Where neither alone is enough. */
    private Optional<Refusal.Alternative> both(GuaranteedFlow refused) {
        return largestRate(refused.withMaxDelay(GuaranteedFlow.LONGEST_DELAY_NANOS))
                .map(refused::withRate)
                .flatMap(slower -> smallestBound(slower)
                        .map(bound -> new Refusal.Alternative(
                                "LOWER_RATE_AND_LOOSER_BOUND",
                                slower.withMaxDelay(bound),
                                slower.traffic().rateBitsPerSecond() + " bit/s fit with a bound of "
                                        + bound / NANOS_PER_MICROSECOND + " us")));
    }

    private Optional<Admission.Admitted> admitted(GuaranteedFlow flow) {
        return ask.apply(flow).flatMap(answer -> switch (answer) {
            case Admission.Admitted admitted -> Optional.of(admitted);
            case Admission.Rejected ignored -> Optional.empty();
        });
    }
}
