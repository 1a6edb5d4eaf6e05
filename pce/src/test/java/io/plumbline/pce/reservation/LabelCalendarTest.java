package io.plumbline.pce.reservation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LabelCalendarTest {
    private record Held(int label, long from, long until) {}

    /** Against a list that is looked through. */
    @Test
    void lowestFree_isTheFirstThatNobodyHolds() {
        for (int seed = 0; seed < 20; seed++) {
            Random random = new Random(seed);
            LabelCalendar calendar = new LabelCalendar();
            List<Held> all = new ArrayList<>();
            int full = 0;
            for (int i = 0; i < 500; i++) {
                long from = random.nextInt(20);
                long until = random.nextInt(4) == 0 ? Long.MAX_VALUE : from + 1 + random.nextInt(10);
                int first = 1 + random.nextInt(3);
                int last = first + random.nextInt(8);
                int expected = -1;
                for (int label = last; label >= first; label--) {
                    int candidate = label;
                    if (all.stream()
                            .noneMatch(
                                    held -> held.label() == candidate && held.from() < until && from < held.until())) {
                        expected = label;
                    }
                }
                int found = calendar.lowestFree(first, last, from, until);
                assertThat(found).as("seed " + seed + ", step " + i).isEqualTo(expected);
                if (found > 0) {
                    all.add(new Held(found, from, until));
                    calendar.add(found, from, until);
                } else {
                    full++;
                }
                if (!all.isEmpty() && random.nextInt(3) == 0) {
                    Held gone = all.remove(random.nextInt(all.size()));
                    calendar.remove(gone.label(), gone.from(), gone.until());
                }
            }
            assertThat(full).as("seed " + seed).isPositive();
        }
    }
}
