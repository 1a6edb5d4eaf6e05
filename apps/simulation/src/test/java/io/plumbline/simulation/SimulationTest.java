package io.plumbline.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import io.plumbline.controller.journal.Journal;
import io.plumbline.controller.journal.JournalEntry;
import io.plumbline.controller.journal.JournalException;
import io.plumbline.simulation.Simulation.Outcome;
import io.plumbline.simulation.Simulation.Plant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
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
        Outcome outcome = new Simulation(seed, Plant.NOTHING, line -> {}).run(ACTIONS);

        assertThat(outcome.violation())
                .as("again: plumb simulate --seed %s --actions %s --trace", seed, ACTIONS)
                .isNull();
        assertThat(outcome.promises()).as("something was asked for").isPositive();
    }

    @Test
    void oneSeed_isOneHistory() {
        List<String> first = new ArrayList<>();
        List<String> second = new ArrayList<>();
        Outcome one = new Simulation(7, Plant.NOTHING, first::add).run(40);
        Outcome other = new Simulation(7, Plant.NOTHING, second::add).run(40);

        assertThat(second).isEqualTo(first);
        assertThat(other.history()).isEqualTo(one.history());
        assertThat(new Simulation(8, Plant.NOTHING, line -> {}).run(40).history())
                .isNotEqualTo(one.history());
    }

    /** Who plants a fault has to find it, within so many seeds. */
    private static Outcome found(Plant plant) {
        return LongStream.rangeClosed(1, SEEDS)
                .mapToObj(seed -> new Simulation(seed, plant, line -> {}).run(ACTIONS))
                .filter(outcome -> outcome.violation() != null)
                .findFirst()
                .orElseThrow(() -> new AssertionError("not found within " + SEEDS + " seeds"));
    }

    @Test
    void anAnswerBeforeItIsDurable_isFound() {
        Outcome outcome = found(new Plant(Hasty::new, southbound -> southbound));

        // What was granted is gone, or what was released is back.
        assertThat(outcome.violation())
                .hasMessageFindingMatch("was acknowledged and is unknown|after its release was confirmed|was released and is");
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
