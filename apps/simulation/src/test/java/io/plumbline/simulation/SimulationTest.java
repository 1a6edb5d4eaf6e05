package io.plumbline.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import io.plumbline.controller.Flawed;
import io.plumbline.controller.journal.Journal;
import io.plumbline.controller.journal.JournalEntry;
import io.plumbline.controller.journal.JournalException;
import io.plumbline.simulation.Simulation.Maker;
import io.plumbline.simulation.Simulation.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The seeds of every test run; {@code plumb simulate --seeds A..B} runs more. */
class SimulationTest {
    private static final int SEEDS = 50;
    private static final int ACTIONS = 120;

    static LongStream seeds() {
        return LongStream.rangeClosed(1, SEEDS);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void nothingIsFound(long seed) {
        Outcome outcome = new Simulation(seed, Maker.PLAIN, line -> {}).run(ACTIONS);

        assertThat(outcome.violation())
                .as("again: plumb simulate --seed %s --actions %s --trace", seed, ACTIONS)
                .isNull();
        assertThat(outcome.promises()).as("something was asked for").isPositive();
    }

    @Test
    void oneSeed_isOneHistory() {
        List<String> first = new ArrayList<>();
        List<String> second = new ArrayList<>();
        Outcome one = new Simulation(7, Maker.PLAIN, first::add).run(40);
        Outcome other = new Simulation(7, Maker.PLAIN, second::add).run(40);

        assertThat(second).isEqualTo(first);
        assertThat(other.history()).isEqualTo(one.history());
        assertThat(new Simulation(8, Maker.PLAIN, line -> {}).run(40).history()).isNotEqualTo(one.history());
    }

    /** Who plants a fault has to find it, within so many seeds. */
    private static Outcome found(Maker maker) {
        return LongStream.rangeClosed(1, SEEDS)
                .mapToObj(seed -> new Simulation(seed, maker, line -> {}).run(ACTIONS))
                .filter(outcome -> outcome.violation() != null)
                .findFirst()
                .orElseThrow(() -> new AssertionError("not found within " + SEEDS + " seeds"));
    }

    @Test
    void anAnswerBeforeItIsDurable_isFound() {
        Outcome outcome = found((core, inventory, journal, southbound, random) ->
                Maker.PLAIN.make(core, inventory, new Hasty(journal), southbound, random));

        // What was granted is gone, or what was released is back.
        assertThat(outcome.violation())
                .hasMessageFindingMatch(
                        "was acknowledged and is unknown|after its release was confirmed|was released and is");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    FREES_BEFORE_THE_LINGER | nothing is booked for
                    INGRESS_BEFORE_EGRESS   | its packets are lost, and nothing has failed
                    FORGETS_A_FLOW          | of which a cable is cut
                    MIXES_VERSIONS          | its packets are
                    """)
    void aFlawOfTheController_isFound(String flaw, String said) {
        Outcome outcome = found((core, inventory, journal, southbound, random) ->
                Flawed.controller(flaw, core, inventory, journal, southbound, random));

        assertThat(outcome.violation()).hasMessageContaining(said);
    }

    /** Says that what it was given is durable as soon as it has it. */
    private record Hasty(Journal journal) implements Journal {
        @Override
        public void append(JournalEntry entry, Consumer<Outcome> done) {
            journal.append(entry, outcome -> {});
            done.accept(new Outcome.Durable());
        }

        @Override
        public ImmutableList<JournalEntry> replay() throws JournalException {
            return journal.replay();
        }

        @Override
        public long highestFlow() {
            return journal.highestFlow();
        }

        @Override
        public void forget(long flow) {
            journal.forget(flow);
        }

        @Override
        public String failure() {
            return journal.failure();
        }

        @Override
        public void close() {
            journal.close();
        }
    }
}
