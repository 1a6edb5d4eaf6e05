package io.plumbline.southbound.openflow.fuzz;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.projectfloodlight.openflow.protocol.OFFactories;
import org.projectfloodlight.openflow.protocol.OFFactory;
import org.projectfloodlight.openflow.protocol.OFFlowRemovedReason;
import org.projectfloodlight.openflow.protocol.OFGroupType;
import org.projectfloodlight.openflow.protocol.OFMessage;
import org.projectfloodlight.openflow.protocol.OFMeterFlags;
import org.projectfloodlight.openflow.protocol.OFPacketInReason;
import org.projectfloodlight.openflow.protocol.OFPortDesc;
import org.projectfloodlight.openflow.protocol.OFPortReason;
import org.projectfloodlight.openflow.protocol.OFVersion;
import org.projectfloodlight.openflow.protocol.action.OFAction;
import org.projectfloodlight.openflow.protocol.instruction.OFInstruction;
import org.projectfloodlight.openflow.protocol.match.Match;
import org.projectfloodlight.openflow.protocol.match.MatchField;
import org.projectfloodlight.openflow.types.EthType;
import org.projectfloodlight.openflow.types.IPv4Address;
import org.projectfloodlight.openflow.types.IpDscp;
import org.projectfloodlight.openflow.types.IpProtocol;
import org.projectfloodlight.openflow.types.MacAddress;
import org.projectfloodlight.openflow.types.OFBufferId;
import org.projectfloodlight.openflow.types.OFGroup;
import org.projectfloodlight.openflow.types.OFMetadata;
import org.projectfloodlight.openflow.types.OFPort;
import org.projectfloodlight.openflow.types.OFVlanVidMatch;
import org.projectfloodlight.openflow.types.TableId;
import org.projectfloodlight.openflow.types.TransportPort;
import org.projectfloodlight.openflow.types.U32;
import org.projectfloodlight.openflow.types.U64;

/** Valid messages of a switch, most of them written by openflowj; what it cannot write, by the specification's layouts. */
public final class Corpus {
    static final int HELLO = 0;
    static final int FEATURES = 6;
    static final int MULTIPART = 19;
    static final int BARRIER = 21;

    private final OFFactory factory;
    private final byte version;

    public Corpus(OFVersion version) {
        this.factory = OFFactories.getFactory(version);
        this.version = (byte) version.getWireVersion();
    }

    byte[] message(int type, int xid, byte... body) {
        return ByteBuffer.allocate(8 + body.length)
                .put(version)
                .put((byte) type)
                .putShort((short) (8 + body.length))
                .putInt(xid)
                .put(body)
                .array();
    }

    public byte[] hello() {
        return message(
                HELLO,
                1,
                ByteBuffer.allocate(8)
                        .putShort((short) 1)
                        .putShort((short) 8)
                        .putInt(1 << version)
                        .array());
    }

    public byte[] features(int xid, long datapathId) {
        return message(
                FEATURES,
                xid,
                ByteBuffer.allocate(24).putLong(datapathId).put(12, (byte) 254).array());
    }

    /** The answer to a request, as a good switch gives it; empty when it has none. */
    public byte[] answer(int requestType, int xid, int multipartType) {
        return switch (requestType) {
            case 18 -> multipart(xid, multipartType);
            case 20 -> message(BARRIER, xid);
            default -> new byte[0];
        };
    }

    private byte[] multipart(int xid, int type) {
        return switch (type) {
            case 0 -> part(xid, type, new byte[1056]);
            case 1 -> flows(xid);
            case 7 -> groups(xid);
            case 8 ->
                part(
                        xid,
                        type,
                        ByteBuffer.allocate(40)
                                .putInt(8, 9)
                                .putInt(12, 9)
                                .putInt(16, 9)
                                .putInt(20, 9)
                                .array());
            case 9 -> meters(xid);
            case 10 -> meterConfigurations(xid);
            case 11 ->
                part(
                        xid,
                        type,
                        ByteBuffer.allocate(16)
                                .putInt(1000)
                                .putInt(2)
                                .putInt(15)
                                .array());
            case 13 ->
                bytes(factory.buildPortDescStatsReply()
                        .setXid(xid)
                        .setEntries(List.of(port(1), port(2)))
                        .build());
            default -> new byte[0];
        };
    }

    byte[] part(int xid, int type, byte[] body) {
        return message(
                MULTIPART,
                xid,
                ByteBuffer.allocate(8 + body.length)
                        .putShort((short) type)
                        .putShort((short) 0)
                        .putInt(0)
                        .put(body)
                        .array());
    }

    /** What a switch says unasked. */
    public List<byte[]> notices() {
        List<byte[]> notices = new ArrayList<>();
        notices.add(message(
                1,
                99,
                ByteBuffer.allocate(24).putShort((short) 5).putShort((short) 1).array()));
        notices.add(message(
                1,
                99,
                ByteBuffer.allocate(12).putInt(0xffff_0bb8).putInt(0x2320).array()));
        notices.add(message(2, 7, new byte[20]));
        notices.add(message(3, 7));
        notices.add(message(
                4, 7, ByteBuffer.allocate(16).putInt(0x4f4e_4600).putInt(2300).array()));
        notices.add(message(30, 7, new byte[16]));
        notices.add(message(33, 7, new byte[8]));
        OFPacketInReason reason = OFPacketInReason.ACTION;
        notices.add(bytes(factory.buildPacketIn()
                .setBufferId(OFBufferId.NO_BUFFER)
                .setTotalLen(60)
                .setReason(version == 4 ? reason : OFPacketInReason.PACKET_OUT)
                .setTableId(TableId.of(3))
                .setCookie(U64.of(77))
                .setMatch(match())
                .setData(new byte[60])
                .build()));
        notices.add(bytes(factory.buildPortStatus()
                .setReason(OFPortReason.MODIFY)
                .setDesc(port(1))
                .build()));
        notices.add(removed());
        return notices;
    }

    private byte[] removed() {
        if (version < 6) {
            return bytes(factory.buildFlowRemoved()
                    .setCookie(U64.of(5))
                    .setPriority(7)
                    .setReason(OFFlowRemovedReason.HARD_TIMEOUT)
                    .setTableId(TableId.of(0))
                    .setHardTimeout(60)
                    .setMatch(match())
                    .setPacketCount(U64.of(3))
                    .setByteCount(U64.of(180))
                    .build());
        }
        ByteBuf body = Unpooled.buffer()
                .writeByte(0)
                .writeByte(1)
                .writeShort(7)
                .writeShort(0)
                .writeShort(60);
        body.writeLong(5);
        match().writeTo(body);
        counters(body);
        return message(11, 0, array(body));
    }

    private static void counters(ByteBuf out) {
        out.writeShort(0).writeShort(4 + 36);
        out.writeInt(0x8002_0008).writeLong(1L << 32);
        out.writeInt(0x8002_0808).writeLong(3);
        out.writeInt(0x8002_0a08).writeLong(180);
        out.writeZero(-out.writerIndex() & 7);
    }

    private Match match() {
        return factory.buildMatch()
                .setExact(MatchField.IN_PORT, OFPort.of(1))
                .setMasked(MatchField.METADATA, OFMetadata.ofRaw(0x100), OFMetadata.ofRaw(0xff00))
                .setExact(MatchField.ETH_SRC, MacAddress.of(5))
                .setExact(MatchField.ETH_TYPE, EthType.IPv4)
                .setMasked(MatchField.VLAN_VID, OFVlanVidMatch.PRESENT, OFVlanVidMatch.PRESENT)
                .setExact(MatchField.IP_PROTO, IpProtocol.UDP)
                .setMasked(MatchField.IPV4_SRC, IPv4Address.of("10.0.0.0"), IPv4Address.ofCidrMaskLength(8))
                .setExact(MatchField.IPV4_DST, IPv4Address.of("10.0.0.2"))
                .setExact(MatchField.UDP_DST, TransportPort.of(5001))
                .build();
    }

    private List<OFAction> actions() {
        return List.of(
                factory.actions().pushVlan(EthType.VLAN_FRAME),
                factory.actions().setField(factory.oxms().vlanVid(OFVlanVidMatch.ofVlan(2048))),
                factory.actions().setField(factory.oxms().ipDscp(IpDscp.DSCP_46)),
                factory.actions().setField(factory.oxms().mplsLabel(U32.of(5))),
                factory.actions().setQueue(1),
                factory.actions().group(OFGroup.of(3)),
                factory.actions().output(OFPort.CONTROLLER, 0xffff));
    }

    private List<OFInstruction> instructions() {
        List<OFInstruction> list = new ArrayList<>();
        if (version < 6) {
            list.add(factory.instructions().meter(3));
        }
        list.add(factory.instructions().applyActions(actions()));
        list.add(factory.instructions().writeActions(actions()));
        list.add(factory.instructions().writeMetadata(U64.of(1), U64.of(0xff)));
        list.add(factory.instructions().gotoTable(TableId.of(4)));
        return list;
    }

    private byte[] flows(int xid) {
        ByteBuf body = Unpooled.buffer();
        for (int i = 0; i < 3; i++) {
            flow(body, i);
        }
        return part(xid, 1, array(body));
    }

    private void flow(ByteBuf out, int number) {
        int start = out.writerIndex();
        out.writeShort(0);
        if (version >= 6) {
            out.writeZero(2)
                    .writeByte(0)
                    .writeZero(1)
                    .writeShort(number)
                    .writeZero(10)
                    .writeZero(2)
                    .writeLong(number);
            out.writerIndex(start + 24);
            match().writeTo(out);
            counters(out);
        } else {
            out.writerIndex(start + 48);
            match().writeTo(out);
        }
        instructions().forEach(instruction -> instruction.writeTo(out));
        out.setShort(start, out.writerIndex() - start);
    }

    private byte[] groups(int xid) {
        if (version < 6) {
            return bytes(factory.buildGroupDescStatsReply()
                    .setXid(xid)
                    .setEntries(List.of(factory.buildGroupDescStatsEntry()
                            .setGroup(OFGroup.of(1))
                            .setGroupType(OFGroupType.FF)
                            .setBuckets(List.of(factory.buildBucket()
                                    .setActions(actions())
                                    .setWatchPort(OFPort.of(1))
                                    .setWatchGroup(OFGroup.ANY)
                                    .build()))
                            .build()))
                    .build());
        }
        ByteBuf actions = Unpooled.buffer();
        actions().forEach(action -> action.writeTo(actions));
        int bucket = 8 + actions.readableBytes() + 8;
        ByteBuf body = Unpooled.buffer()
                .writeShort(16 + bucket)
                .writeByte(3)
                .writeZero(1)
                .writeInt(1);
        body.writeShort(bucket)
                .writeZero(6)
                .writeShort(bucket)
                .writeShort(actions.readableBytes())
                .writeInt(0);
        body.writeBytes(actions).writeShort(1).writeShort(8).writeInt(1);
        return part(xid, 7, array(body));
    }

    private byte[] meterConfigurations(int xid) {
        return bytes(factory.buildMeterConfigStatsReply()
                .setXid(xid)
                .setEntries(List.of(factory.buildMeterConfig()
                        .setMeterId(1)
                        .setFlags(java.util.Set.of(OFMeterFlags.KBPS, OFMeterFlags.BURST))
                        .setEntries(List.of(factory.meterBands().drop(2000, 15)))
                        .build()))
                .build());
    }

    private byte[] meters(int xid) {
        ByteBuffer meter = ByteBuffer.allocate(56).putInt(1).putShort((short) 56);
        return part(xid, 9, meter.array());
    }

    private OFPortDesc port(int number) {
        OFPortDesc.Builder port = factory.buildPortDesc()
                .setPortNo(OFPort.of(number))
                .setHwAddr(MacAddress.of(number))
                .setName("p" + number);
        return version == 4
                ? port.setCurrSpeed(10_000).build()
                : port.setProperties(List.of(factory.buildPortDescPropEthernet()
                                .setCurrSpeed(10_000)
                                .build()))
                        .build();
    }

    private static byte[] bytes(OFMessage message) {
        ByteBuf out = Unpooled.buffer();
        message.writeTo(out);
        return array(out);
    }

    private static byte[] array(ByteBuf bytes) {
        byte[] array = new byte[bytes.readableBytes()];
        bytes.readBytes(array);
        return array;
    }
}
