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

    @Test
    void risesAreThoseOfAScan_andCarryEveryPeak_afterAnyChange() {
        for (int seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            StepProfile profile = new StepProfile(2);
            for (int i = 0; i < 100; i++) {
                change(profile, random);
                if (random.nextInt(10) == 0) {
                    profile = new StepProfile(profile);
                }
                String what = "seed " + seed + ", operation " + i;
                for (int step = 0; step < profile.size(); step++) {
                    int last = random.nextInt(profile.size());
                    assertThat(profile.nextRise(step, last)).as(what).isEqualTo(scan(profile, step, last));
                }
                long from = random.nextInt(70);
                long until = from + 1 + random.nextInt(30);
                for (int slot = 0; slot < profile.slots(); slot++) {
                    long most = 0;
                    for (long t = from; t < until; t++) {
                        most = Math.max(most, profile.value(profile.stepAt(t), slot));
                    }
                    assertThat(profile.peak(from, until, slot)).as(what).isEqualTo(most);
                }
            }
        }
    }

    /** What is taken away may leave less than nothing: a profile is only sums. */
    private static void change(StepProfile profile, Random random) {
        int what = random.nextInt(20);
        if (what == 0 && profile.slots() < 6) {
            profile.widen(profile.slots() + 2);
        } else if (what == 1) {
            profile.forget(random.nextInt(20));
        } else {
            long from = random.nextInt(60);
            long until = random.nextInt(4) == 0 ? Long.MAX_VALUE : from + random.nextInt(20);
            int slot = 2 * random.nextInt(profile.slots() / 2);
            profile.add(from, until, slot, random.nextInt(9) - 4, random.nextInt(9) - 4);
        }
    }

    private static int scan(StepProfile profile, int after, int last) {
        for (int step = after + 1; step <= last; step++) {
            for (int slot = 0; slot < profile.slots(); slot++) {
                if (profile.value(step, slot) > profile.value(step - 1, slot)) {
                    return step;
                }
            }
        }
        return -1;
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
