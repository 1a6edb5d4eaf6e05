package io.plumbline.southbound.openflow.translation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.plumbline.southbound.openflow.wire.MalformedMessage;
import io.plumbline.southbound.openflow.wire.Meters;
import io.plumbline.southbound.openflow.wire.Span;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.onosproject.net.DeviceId;
import org.onosproject.net.PortNumber;
import org.onosproject.net.group.GroupBucket;
import org.onosproject.net.group.GroupDescription;
import org.projectfloodlight.openflow.protocol.OFFactories;
import org.projectfloodlight.openflow.protocol.OFVersion;

/** What a switch may hold and the ONOS vocabulary has no word for; the fuzzer found these. */
class HeldTest {
    private static final int ANY = -1;

    private final Dialect dialect =
            new Dialect(OFFactories.getFactory(OFVersion.OF_13), DeviceId.deviceId("of:0000000000000007"));

    private GroupDescription group(int type, int weight, int watchPort) throws MalformedMessage {
        ByteBuf body =
                Unpooled.buffer().writeShort(24).writeByte(type).writeZero(1).writeInt(3);
        body.writeShort(16).writeShort(weight).writeInt(watchPort).writeInt(ANY).writeZero(4);
        return dialect.groups(Span.of(body)).get(0);
    }

    @Test
    void failoverBucketThatWatchesNothing_isShownAsWatchingAny() throws Exception {
        List<GroupBucket> buckets = group(3, 0, ANY).buckets().buckets();
        assertThat(buckets).hasSize(1);
        assertThat(buckets.get(0).watchPort()).isEqualTo(PortNumber.ANY);
    }

    @Test
    void selectBucketOfWeight0_isShownWithTheGreatest() throws Exception {
        assertThat(group(1, 0, ANY).buckets().buckets().get(0).weight()).isEqualTo((short) 0xffff);
        assertThat(group(1, 5, ANY).buckets().buckets().get(0).weight()).isEqualTo((short) 5);
    }

    @Test
    void meter0_isMalformed() {
        assertThatThrownBy(() -> dialect.meter(new Meters.Configuration(0, false, false, List.of()), null))
                .isInstanceOf(MalformedMessage.class);
    }
}
