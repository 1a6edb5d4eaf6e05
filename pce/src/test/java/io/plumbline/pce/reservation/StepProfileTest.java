package io.plumbline.pce.reservation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StepProfileTest {
    private record Added(long from, long until, int slot, long first, long second) {}

    @Test
    void sumsAreThoseOfAList_afterAnyAdditionsRemovalsAndTime() {
        for (int seed = 0; seed < 50; seed++) {
            Random random = new Random(seed);
            StepProfile profile = new StepProfile(2);
            List<Added> list = new ArrayList<>();
            long now = 0;
            for (int i = 0; i < 200; i++) {
                int slot = 2 * random.nextInt(3);
                if (random.nextInt(3) > 0 || list.isEmpty()) {
                    long from = random.nextInt(60);
                    long until = random.nextInt(4) == 0 ? Long.MAX_VALUE : from + random.nextInt(20);
                    Added added = new Added(from, until, slot, random.nextInt(9), random.nextInt(9));
                    list.add(added);
                    if (slot >= profile.slots()) {
                        profile.widen(slot + 2);
                    }
                    profile.add(from, until, slot, added.first(), added.second());
                } else {
                    Added gone = list.remove(random.nextInt(list.size()));
                    profile.add(gone.from(), gone.until(), gone.slot(), -gone.first(), -gone.second());
                }
                if (random.nextInt(20) == 0) {
                    now += random.nextInt(5);
                    profile.forget(now);
                }
                String what = "seed " + seed + ", operation " + i + ", instant ";
                for (long t = now; t < 90; t++) {
                    for (int s = 0; s < profile.slots(); s++) {
                        if (profile.value(profile.stepAt(t), s) != sum(list, t, s)) {
                            fail(what + t + ", slot " + s);
                        }
                    }
                }
            }
            // What is equal was joined: never more steps than changes.
            assertThat(profile.size()).isLessThanOrEqualTo(2 * list.size() + 1);
        }
    }

    private static long sum(List<Added> list, long t, int slot) {
        long sum = 0;
        for (Added added : list) {
            if (added.from() <= t && t < added.until()) {
                sum += added.slot() == slot ? added.first() : added.slot() + 1 == slot ? added.second() : 0;
            }
        }
        return sum;
    }
}
