package io.plumbline.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableSortedSet;
import io.plumbline.controller.intent.GuaranteedFlow;
import io.plumbline.controller.intent.GuaranteedFlow.Direction;
import io.plumbline.controller.intent.TrafficMatch;
import io.plumbline.controller.intent.TrafficSpec;
import io.plumbline.pce.path.RoutePolicy;
import io.plumbline.rest.json.InvalidInputException;
import io.plumbline.rest.json.RequestReader;
import io.plumbline.rest.wire.GuaranteedFlowJson;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Seeded random bodies: what is written can be read again, and what is broken is refused, never more. */
class RequestBodiesTest {
    private static final long SEED = 20261122;
    private static final Instant DAY = Instant.parse("2026-11-22T20:00:00Z");

    @Test
    void writtenRequest_isReadAsTheSame() throws Exception {
        Random random = new Random(SEED);
        for (int i = 0; i < 5_000; i++) {
            GuaranteedFlow flow = flow(random);
            byte[] body = Json.bytes(GuaranteedFlowJson.of(flow));
            assertThat(RequestReader.guaranteedFlow(body))
                    .as("seed %d, instance %d: %s", SEED, i, new String(body, StandardCharsets.UTF_8))
                    .isEqualTo(flow);
        }
    }

    @Test
    void brokenRequest_isRefused_neverMore() {
        Random random = new Random(SEED);
        int refused = 0;
        for (int i = 0; i < 50_000; i++) {
            byte[] body = Json.bytes(GuaranteedFlowJson.of(flow(random)));
            for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
                body = broken(body, random);
            }
            try {
                RequestReader.guaranteedFlow(body);
            } catch (InvalidInputException expected) {
                assertThat(expected.errors()).isNotEmpty();
                refused++;
            } catch (RuntimeException | Error bug) {
                throw new AssertionError(
                        "seed " + SEED + ", instance " + i + ": " + new String(body, StandardCharsets.UTF_8), bug);
            }
        }
        assertThat(refused).isGreaterThan(25_000);
    }

    private static byte[] broken(byte[] body, Random random) {
        String[] pieces = {
            "{",
            "}",
            "[",
            "]",
            ":",
            ",",
            "\"",
            "null",
            "true",
            "-",
            "1e9999",
            "9".repeat(400),
            "0.1",
            "\\u0000",
            "\\ud800",
            "\"from\":",
            "[".repeat(40),
            " ",
            "\u0000",
            "\u00e4",
            "\ud83d\ude00"
        };
        int from = random.nextInt(body.length);
        int to = Math.min(body.length, from + random.nextInt(12));
        byte[] piece = switch (random.nextInt(3)) {
            case 0 -> new byte[] {(byte) random.nextInt(256)};
            case 1 -> new byte[0];
            default -> pieces[random.nextInt(pieces.length)].getBytes(StandardCharsets.UTF_8);
        };
        byte[] changed = new byte[from + piece.length + body.length - to];
        System.arraycopy(body, 0, changed, 0, from);
        System.arraycopy(piece, 0, changed, from, piece.length);
        System.arraycopy(body, to, changed, from + piece.length, body.length - to);
        return changed.length == 0 ? body : changed;
    }

    private static GuaranteedFlow flow(Random random) {
        TrafficSpec traffic = traffic(random);
        boolean both = random.nextBoolean();
        boolean end = random.nextInt(3) == 0;
        return new GuaranteedFlow(
                random.nextBoolean() ? "" : "f\u00fcr " + random.nextInt(),
                "h" + random.nextInt(9),
                "of:0000000000000001/" + random.nextInt(99),
                match(random),
                both ? Direction.BOTH : Direction.FORWARD,
                traffic,
                both && random.nextBoolean() ? traffic(random) : traffic,
                1_000L * random.nextLong(1, 10_000_001),
                random.nextBoolean() ? Optional.of(DAY.plusNanos(random.nextInt(1_000_000_000))) : Optional.empty(),
                end ? Optional.of(DAY.plusSeconds(2 + random.nextInt(99_999))) : Optional.empty(),
                !end && random.nextBoolean()
                        ? Optional.of(Duration.ofSeconds(1 + random.nextInt(99_999)))
                        : Optional.empty(),
                random.nextBoolean() ? Optional.of(Duration.ofSeconds(1 + random.nextInt(86_400))) : Optional.empty(),
                random.nextBoolean() ? RoutePolicy.ANY : route(random));
    }

    private static RoutePolicy route(Random random) {
        return new RoutePolicy(
                some(random, "s1", "s2", "of:0000000000000003"),
                some(random, "s1/1->s2/1", "s2/10->h\u00fc"),
                some(random, "duct", "b\u00fccke"),
                some(random, "operator:a", "lab"),
                some(random, "DE", "FR"),
                some(random, "NO", "SE"),
                some(random, "s5", "s4", "s6").asList().reverse());
    }

    private static ImmutableSortedSet<String> some(Random random, String... entries) {
        return Stream.of(entries)
                .filter(entry -> random.nextBoolean())
                .collect(ImmutableSortedSet.toImmutableSortedSet(String::compareTo));
    }

    private static TrafficSpec traffic(Random random) {
        int least = random.nextInt(60, 9_217);
        int most = random.nextInt(least, 9_217);
        return new TrafficSpec(
                random.nextLong(1_000, 1_000_000_000_001L), random.nextLong(most, 1_000_000_001), least, most);
    }

    private static TrafficMatch match(Random random) {
        int[] protocols = {0, 1, 6, 17, 47, 255};
        int protocol = protocols[random.nextInt(protocols.length)];
        boolean ports = protocol == 6 || protocol == 17;
        return new TrafficMatch(
                random.nextBoolean() || ports ? OptionalInt.of(protocol) : OptionalInt.empty(),
                ports && random.nextBoolean() ? OptionalInt.of(random.nextInt(1, 65_536)) : OptionalInt.empty(),
                ports && random.nextBoolean() ? OptionalInt.of(random.nextInt(1, 65_536)) : OptionalInt.empty(),
                random.nextBoolean() ? OptionalInt.of(random.nextInt(1, 2_048)) : OptionalInt.empty());
    }
}
