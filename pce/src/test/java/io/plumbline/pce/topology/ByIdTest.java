package io.plumbline.pce.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ByIdTest {
    /** The oracle is a TreeMap, copied before each change: old versions stay what they were. */
    @Test
    void isASortedMap_whoseOldVersionsStay() {
        for (long seed = 0; seed < 20; seed++) {
            Random random = new Random(seed);
            int ids = 1 + random.nextInt(200);
            ById<Integer> map = ById.empty();
            TreeMap<String, Integer> oracle = new TreeMap<>();
            List<ById<Integer>> versions = new ArrayList<>();
            List<Map<String, Integer>> expected = new ArrayList<>();
            for (int step = 0; step < 500; step++) {
                String id = "n" + random.nextInt(ids);
                if (random.nextInt(3) == 0) {
                    map = map.without(id);
                    oracle.remove(id);
                } else {
                    map = map.with(id, step);
                    oracle.put(id, step);
                }
                versions.add(map);
                expected.add(new TreeMap<>(oracle));
            }
            for (int i = 0; i < versions.size(); i++) {
                ById<Integer> version = versions.get(i);
                String where = "seed " + seed + " step " + i;
                assertThat(version).as(where).isEqualTo(expected.get(i)).hasSameHashCodeAs(expected.get(i));
                assertThat(new ArrayList<>(version.keySet()))
                        .as(where)
                        .isEqualTo(new ArrayList<>(expected.get(i).keySet()));
                List<Integer> visited = new ArrayList<>();
                version.forEach((id, value) -> visited.add(value));
                assertThat(visited).as(where).isEqualTo(new ArrayList<>(version.values()));
                assertThat(version.size()).as(where).isEqualTo(expected.get(i).size());
                String probe = "n" + random.nextInt(ids);
                assertThat(version.get(probe))
                        .as(where)
                        .isEqualTo(expected.get(i).get(probe));
            }
        }
    }

    @Test
    void answersTheSame_howeverOftenItIsAsked() {
        ById<Integer> map = ById.empty();
        for (int i = 0; i < 100; i += 2) {
            map = map.with("n" + i, i);
        }
        for (int round = 0; round < 5; round++) {
            for (int i = 0; i < 100; i++) {
                assertThat(map.get("n" + i)).isEqualTo(i % 2 == 0 ? i : null);
            }
        }
        assertThat(map.get("n")).isNull();
        assertThat(map.with("n1", 1).get("n1")).isEqualTo(1);
        assertThat(map.without("n2").get("n2")).isNull();
        assertThat(map.get("n2")).isEqualTo(2);
    }

    /** Ascending ids are the worst case of an unbalanced tree: the recursion would not survive it. */
    @Test
    void staysFlat_whenIdsAscend() {
        ById<Integer> map = ById.empty();
        for (int i = 0; i < 20_000; i++) {
            map = map.with(String.format("%05d", i), i);
        }
        for (int i = 0; i < 20_000; i += 2) {
            map = map.without(String.format("%05d", i));
        }
        assertThat(map.height()).isLessThanOrEqualTo(20);
        assertThat(map).hasSize(10_000);
        assertThat(map.get("00001")).isEqualTo(1);
        assertThat(map.get("00002")).isNull();
    }

    @Test
    void cannotBeWritten() {
        ById<Integer> map = ById.<Integer>empty().with("a", 1);
        assertThatThrownBy(() -> map.put("b", 2)).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> map.remove("a")).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> map.entrySet().iterator().next().setValue(2))
                .isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> ById.empty().entrySet().iterator().next()).isInstanceOf(NoSuchElementException.class);
        assertThat(map.without("b")).isSameAs(map);
    }
}
