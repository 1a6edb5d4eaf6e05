package io.plumbline.bench.openflow.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.bench.openflow.wire.Message;
import io.plumbline.bench.openflow.wire.OpenFlow13;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class LoadGeneratorTest {

    private static final Duration SHORT = Duration.ofMillis(300);
    private static final int PORTS = 4;
    private static final LoadGenerator.Shape SHAPE = new LoadGenerator.Shape(2, PORTS, 10);

    /** The answer of a proxy that knows who is who: host n has the address 10.0.0.(n + 1) and is at port 1 + n % 4. */
    private static byte[] reply(ByteBuffer request) {
        byte[] asker = new byte[6];
        request.get(6, asker);
        int asked = request.getInt(38);
        ByteBuffer frame =
                ByteBuffer.allocate(60).put(asker).putShort((short) 0x0200).putInt(asked - 1);
        frame.putShort((short) 0x0806).putShort((short) 1).putShort((short) 0x0800);
        frame.put((byte) 6).put((byte) 4).putShort((short) 2);
        frame.putShort((short) 0x0200).putInt(asked - 1).putInt(asked);
        int host = request.getInt(8);
        return TinyController.packetOut(1 + host % 10 % PORTS, frame.clear());
    }

    private static LoadFigures ask(Function<ByteBuffer, byte[]> answer, int window, Duration time) throws IOException {
        try (TinyController controller = TinyController.start(List.of(), answer);
                LoadGenerator load = LoadGenerator.connect(controller.address(), SHAPE)) {
            assertThat(load.settle(Duration.ofMillis(50), Duration.ofSeconds(5)))
                    .isTrue();
            return load.ask(window, time);
        }
    }

    @Test
    void counts_repliesOfAProxy() throws IOException {
        LoadFigures figures = ask(LoadGeneratorTest::reply, 3, SHORT);
        assertThat(figures.replies()).isPositive();
        assertThat(figures.wrong()).isZero();
        assertThat(figures.forwards()).isZero();
        assertThat(figures.lost()).isZero();
        assertThat(figures.latencies().count()).isEqualTo(figures.answered());
        assertThat(figures.asked() - figures.answered()).isBetween(0L, 6L);
    }

    @Test
    void knowsWhenEveryHostHasHadAnAnswer() throws IOException {
        try (TinyController answering = TinyController.start(List.of(), LoadGeneratorTest::reply);
                TinyController silent = TinyController.start(List.of(), frame -> new byte[0]);
                LoadGenerator answered = LoadGenerator.connect(answering.address(), SHAPE);
                LoadGenerator waiting = LoadGenerator.connect(silent.address(), SHAPE)) {
            assertThat(answered.askUntilAllAnswered(3, Duration.ofSeconds(10))).isTrue();
            assertThat(waiting.askUntilAllAnswered(3, SHORT)).isFalse();
        }
    }

    @Test
    void counts_forwardedRequests() throws IOException {
        LoadFigures figures = ask(frame -> TinyController.packetOut(-5, frame), 3, SHORT);
        assertThat(figures.forwards()).isPositive();
        assertThat(figures.replies()).isZero();
    }

    @Test
    void callsAReplyWrong_atAnotherPort() throws IOException {
        LoadFigures figures = ask(
                frame -> {
                    byte[] out = reply(frame);
                    out[31]++;
                    return out;
                },
                3,
                SHORT);
        assertThat(figures.wrong()).isEqualTo(figures.replies()).isPositive();
    }

    @Test
    void asksNoMoreThanTheWindow_andGivesUpAfterASecond() throws IOException {
        LoadFigures figures = ask(frame -> new byte[0], 3, Duration.ofMillis(1500));
        assertThat(figures.answered()).isZero();
        assertThat(figures.lost()).isEqualTo(6);
        assertThat(figures.asked()).isEqualTo(12);
    }

    @Test
    void answersWhatAControllerAsks() throws IOException {
        List<byte[]> questions = List.of(
                OpenFlow13.message(OpenFlow13.ECHO_REQUEST, 11, 2)
                        .put(new byte[] {1, 2})
                        .array(),
                OpenFlow13.message(OpenFlow13.ROLE_REQUEST, 12, 16).putInt(2).array(),
                multipart(13, 13),
                flowMod(0, 5, 0x88cc),
                multipart(14, 1, 0xff),
                OpenFlow13.message(OpenFlow13.EXPERIMENTER, 15, 8).array(),
                OpenFlow13.message(OpenFlow13.BARRIER_REQUEST, 16, 0).array());
        try (TinyController controller = TinyController.start(questions, frame -> new byte[0]);
                LoadGenerator load =
                        LoadGenerator.connect(controller.address(), new LoadGenerator.Shape(1, 2000, 10))) {
            assertThat(load.settle(Duration.ofMillis(100), Duration.ofSeconds(5)))
                    .isTrue();
            assertThat(answers(controller, 11))
                    .singleElement()
                    .satisfies(echo -> assertThat(echo.bytes()).endsWith(1, 2));
            assertThat(answers(controller, 12)).extracting(Message::type).containsExactly(OpenFlow13.ROLE_REPLY);
            assertThat(answers(controller, 13)).hasSizeGreaterThan(2); // 2000 ports fit into no single message
            assertThat(answers(controller, 13).stream()
                            .mapToInt(part -> (part.bytes().length - 16) / 64)
                            .sum())
                    .isEqualTo(2000);
            assertThat(answers(controller, 14))
                    .singleElement()
                    .satisfies(rules -> assertThat(rules.body().getShort(16)).isEqualTo((short) (48 + 16)));
            assertThat(answers(controller, 15)).extracting(Message::type).containsExactly(OpenFlow13.ERROR);
            assertThat(answers(controller, 16)).extracting(Message::type).containsExactly(OpenFlow13.BARRIER_REPLY);
            assertThat(load.rulesHeld()).isOne();
        }
    }

    private static List<Message> answers(TinyController controller, int transaction) {
        return controller.received().stream()
                .filter(message -> message.transaction() == transaction)
                .toList();
    }

    private static byte[] multipart(int transaction, int kind) {
        return OpenFlow13.message(OpenFlow13.MULTIPART_REQUEST, transaction, 8)
                .putShort((short) kind)
                .array();
    }

    private static byte[] multipart(int transaction, int kind, int table) {
        return OpenFlow13.message(OpenFlow13.MULTIPART_REQUEST, transaction, 48)
                .putShort((short) kind)
                .putShort((short) 0)
                .putInt(0)
                .put((byte) table)
                .put(40, (byte) 0)
                .putShort(48, (short) 1)
                .putShort(50, (short) 4)
                .array();
    }

    /** A rule without instructions that matches an Ethernet type. */
    static byte[] flowMod(int command, int table, int ethernetType) {
        return flowMod(command, table, Optional.of(ethernetType));
    }

    @SuppressWarnings("ByteBufferBackingArray") // the buffer is all of its array
    static byte[] flowMod(int command, int table, Optional<Integer> ethernetType) {
        ByteBuffer message = OpenFlow13.message(OpenFlow13.FLOW_MOD, 0, 40 + (ethernetType.isPresent() ? 16 : 8));
        message.position(48).putShort((short) 1).putShort((short) (ethernetType.isPresent() ? 10 : 4));
        ethernetType.ifPresent(type -> message.putInt(0x80000a02).putShort(type.shortValue()));
        return message.put(24, (byte) table)
                .put(25, (byte) command)
                .putShort(30, (short) 100)
                .array();
    }
}
