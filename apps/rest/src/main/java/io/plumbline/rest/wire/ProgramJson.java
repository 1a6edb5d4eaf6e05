package io.plumbline.rest.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.google.common.collect.ImmutableList;
import io.plumbline.controller.view.ProgramView;
import io.plumbline.southbound.api.MeterEntry;
import io.plumbline.southbound.api.ReadOutcome;
import io.plumbline.southbound.api.ReadOutcome.HeldMeter;
import io.plumbline.southbound.api.ReadOutcome.HeldRule;
import io.plumbline.southbound.api.SwitchProgram;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.onosproject.net.flow.FlowRule;
import org.onosproject.net.meter.Band;

/**
 * What a switch should hold and, when it was read, what it does hold.
 *
 * @param held null when it was not asked for or could not be read
 * @param readError why it could not be read
 * @param differences one sentence for each rule or meter that is missing, changed or too much; null when it was not read
 */
public record ProgramJson(
        String id,
        Content desired,
        @Nullable Content held,
        @Nullable String readError,
        @Nullable ImmutableList<String> differences) {

    public record Content(ImmutableList<Rule> rules, ImmutableList<Meter> meters, ImmutableList<String> groups) {}

    /** @param hardTimeoutSeconds null: never ends by itself */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Rule(
            int table,
            int priority,
            ImmutableList<String> match,
            ImmutableList<String> actions,
            String cookie,
            @Nullable Integer hardTimeoutSeconds,
            @Nullable Long packets,
            @Nullable Long bytes,
            @Nullable Long ageSeconds) {
        static Rule of(FlowRule rule) {
            return of(rule, rule.id().value(), null, null, null);
        }

        static Rule of(HeldRule held) {
            return of(held.rule(), held.cookie(), held.packets(), held.bytes(), held.ageNanos() / 1_000_000_000L);
        }

        private static Rule of(
                FlowRule rule, long cookie, @Nullable Long packets, @Nullable Long bytes, @Nullable Long ageSeconds) {
            return new Rule(
                    RuleText.table(rule),
                    rule.priority(),
                    RuleText.match(rule),
                    RuleText.actions(rule),
                    "0x%016x".formatted(cookie),
                    rule.hardTimeout() == 0 ? null : rule.hardTimeout(),
                    packets,
                    bytes,
                    ageSeconds);
        }
    }

    /** @param unit of the rate: bit/s or packet/s; the burst is in bits or packets */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Meter(
            long id,
            String unit,
            ImmutableList<MeterBand> bands,
            @Nullable Long packetsIn,
            @Nullable Long bytesIn,
            @Nullable Long packetsDropped,
            @Nullable Long bytesDropped) {
        static Meter of(MeterEntry meter) {
            return of(meter, null, null, null, null);
        }

        static Meter of(HeldMeter held) {
            return of(held.meter(), held.packetsIn(), held.bytesIn(), held.packetsDropped(), held.bytesDropped());
        }

        private static Meter of(
                MeterEntry meter,
                @Nullable Long packetsIn,
                @Nullable Long bytesIn,
                @Nullable Long packetsDropped,
                @Nullable Long bytesDropped) {
            return new Meter(
                    meter.id().id(),
                    unit(meter),
                    meter.request().bands().stream().map(MeterBand::of).collect(ImmutableList.toImmutableList()),
                    packetsIn,
                    bytesIn,
                    packetsDropped,
                    bytesDropped);
        }

        private static String unit(MeterEntry meter) {
            return switch (meter.request().unit()) {
                case PKTS_PER_SEC -> "packet/s";
                case KB_PER_SEC -> "kbit/s";
                case BYTES_PER_SEC -> "byte/s";
            };
        }
    }

    /** As programmed, in the meter's own unit; the burst in thousands of bits, bytes, or packets accordingly. */
    public record MeterBand(
            String type, long rate, @Nullable Long burst) {
        static MeterBand of(Band band) {
            return new MeterBand(band.type().toString(), band.rate(), band.burst());
        }
    }

    public static ProgramJson of(ProgramView view) {
        Optional<ReadOutcome> outcome = view.held();
        ReadOutcome.State state = outcome.isPresent() && outcome.get() instanceof ReadOutcome.State read ? read : null;
        String error =
                outcome.isPresent() && outcome.get() instanceof ReadOutcome.Failed failed ? failed.reason() : null;
        return new ProgramJson(
                view.device(),
                content(view.desired()),
                state == null ? null : content(state),
                error,
                state == null ? null : ProgramDifferences.between(view.desired(), state));
    }

    private static Content content(SwitchProgram program) {
        return new Content(
                rules(program.rules().values().stream().map(Rule::of).toList()),
                program.meters().values().stream().map(Meter::of).collect(ImmutableList.toImmutableList()),
                program.groups().values().stream().map(RuleText::group).collect(ImmutableList.toImmutableList()));
    }

    private static Content content(ReadOutcome.State state) {
        return new Content(
                rules(state.rules().stream().map(Rule::of).toList()),
                state.meters().stream()
                        .map(Meter::of)
                        .sorted(Comparator.comparingLong(Meter::id))
                        .collect(ImmutableList.toImmutableList()),
                state.groups().stream().map(RuleText::group).collect(ImmutableList.toImmutableList()));
    }

    /** As a switch looks them up: by table, highest priority first. */
    private static ImmutableList<Rule> rules(List<Rule> rules) {
        return rules.stream()
                .sorted(Comparator.comparingInt(Rule::table)
                        .thenComparing(Comparator.comparingInt(Rule::priority).reversed())
                        .thenComparing(rule -> rule.match().toString()))
                .collect(ImmutableList.toImmutableList());
    }
}
