package io.plumbline.southbound.openflow.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableSet;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.DecoderException;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.projectfloodlight.openflow.protocol.OFVersion;

/** Framing, HELLO and errors. */
class WireTest {
    private static final ImmutableSet<OFVersion> OURS = ImmutableSet.of(OFVersion.OF_13, OFVersion.OF_14);

    private static OptionalInt negotiate(int headerVersion, int... elements) throws MalformedMessage {
        ByteBuf body = Unpooled.buffer();
        for (int word : elements) {
            body.writeInt(word);
        }
        int length = 8 + body.readableBytes();
        ByteBuf frame = Header.write(Unpooled.buffer(), headerVersion, Header.HELLO, length, 1)
                .writeBytes(body);
        return Hello.read(frame).negotiate(OURS);
    }

    @Test
    void highestVersionOfBothBitmaps_isSpoken() throws Exception {
        assertThat(negotiate(6, 0x0001_0008, 1 << 4 | 1 << 5 | 1 << 6)).hasValue(5);
        assertThat(negotiate(6, 0x0001_0008, 1 << 4 | 1 << 6)).hasValue(4);
        assertThat(negotiate(1, 0x0001_0008, 1 << 1)).isEmpty();
        assertThat(negotiate(6, 0x0001_0008, 0)).isEmpty();
    }

    @Test
    void withoutABitmap_theLowerHeaderVersionIsSpoken() throws Exception {
        assertThat(negotiate(4)).hasValue(4);
        assertThat(negotiate(6)).hasValue(5);
        assertThat(negotiate(1)).isEmpty();
        assertThat(negotiate(3)).isEmpty();
    }

    @Test
    void unknownElementsOfHello_areSkippedWithTheirPadding() throws Exception {
        assertThat(negotiate(6, 0x0007_0005, 0, 0x0001_0008, 1 << 4)).hasValue(4);
        assertThatThrownBy(() -> negotiate(6, 0x0007_0003)).isInstanceOf(MalformedMessage.class);
        assertThatThrownBy(() -> negotiate(6, 0x0007_0009)).isInstanceOf(MalformedMessage.class);
    }

    @Test
    void ourHello_isReadAsWhatWeOffer() throws Exception {
        Hello read = Hello.read(Hello.write(UnpooledByteBufAllocator.DEFAULT, OURS));
        assertThat(read.wireVersions()).containsExactly(4, 5);
        assertThat(read.names()).isEqualTo("1.3, 1.4");
    }

    @Test
    void messagesAreCut_howeverTheStreamIs() {
        ByteBuf stream = Unpooled.buffer();
        Header.write(stream, 4, Header.HELLO, 8, 1);
        Header.write(stream, 4, Header.ECHO_REQUEST, 12, 2).writeInt(7);
        Header.write(stream, 4, Header.BARRIER_REPLY, 8, 3);
        EmbeddedChannel channel = new EmbeddedChannel(new FrameDecoder());
        while (stream.isReadable()) {
            channel.writeInbound(stream.readRetainedSlice(1));
        }
        for (int xid = 1; xid <= 3; xid++) {
            ByteBuf frame = channel.readInbound();
            assertThat(Header.peek(frame).xid()).isEqualTo(xid);
            frame.release();
        }
        assertThat(channel.<Object>readInbound()).isNull();
    }

    @Test
    void lengthBelowTheHeaders_isMalformedOnce_andNothingIsReadAfterIt() {
        EmbeddedChannel channel = new EmbeddedChannel(new FrameDecoder());
        ByteBuf bad = Header.write(Unpooled.buffer(), 4, Header.HELLO, 7, 1);
        assertThatThrownBy(() -> channel.writeInbound(bad))
                .isInstanceOf(DecoderException.class)
                .hasCauseInstanceOf(MalformedMessage.class);
        channel.writeInbound(Header.write(Unpooled.buffer(), 4, Header.HELLO, 8, 1));
        assertThat(channel.<Object>readInbound()).isNull();
    }

    @Test
    void errorsHaveTheNamesOfTheSpecification() throws Exception {
        assertThat(new ErrorMessage(1, 5, 1, 0).text()).isEqualTo("FLOW_MOD_FAILED TABLE_FULL");
        assertThat(new ErrorMessage(1, 12, 10, 0).text()).isEqualTo("METER_MOD_FAILED OUT_OF_METERS");
        assertThat(new ErrorMessage(1, 5, 99, 0).text()).isEqualTo("FLOW_MOD_FAILED code 99");
        assertThat(new ErrorMessage(1, 99, 3, 0).text()).isEqualTo("error type 99 code 3");
        ByteBuf vendor = Header.write(Unpooled.buffer(), 4, Header.ERROR, 16, 9)
                .writeInt(0xffff_0bb8)
                .writeInt(0x2320);
        assertThat(ErrorMessage.read(vendor)).isEqualTo(new ErrorMessage(9, 0xffff, 3000, 0x2320));
    }

    @Test
    void spansDoNotReadBeyondTheirEnd() throws Exception {
        Span span = Span.of(Unpooled.buffer().writeLong(1).writeLong(2)).take(10);
        assertThat(span.i64()).isEqualTo(1);
        assertThatThrownBy(span::i32).isInstanceOf(MalformedMessage.class);
        assertThatThrownBy(() -> span.take(3)).isInstanceOf(MalformedMessage.class);
        assertThatThrownBy(() -> span.take(-1)).isInstanceOf(MalformedMessage.class);
        assertThat(span.u16()).isZero();
        assertThat(span.isEmpty()).isTrue();
        assertThatThrownBy(span::u8).isInstanceOf(MalformedMessage.class);
    }

    @Test
    void structuresOfNoLength_areMalformed_soThatNoListIsEndless() {
        Span list = Span.of(Unpooled.buffer().writeZero(16));
        assertThatThrownBy(() -> list.structure(2, 4, "an action"))
                .isInstanceOf(MalformedMessage.class)
                .hasMessage("an action says that it has 0 of 16 bytes");
    }
}
