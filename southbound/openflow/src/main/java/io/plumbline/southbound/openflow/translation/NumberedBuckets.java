package io.plumbline.southbound.openflow.translation;

import io.netty.buffer.ByteBuf;
import io.plumbline.southbound.openflow.wire.Header;
import org.onosproject.core.GroupId;
import org.onosproject.net.PortNumber;
import org.onosproject.net.group.GroupBucket;
import org.onosproject.net.group.GroupDescription;
import org.projectfloodlight.openflow.protocol.OFFactory;
import org.projectfloodlight.openflow.protocol.action.OFAction;

/**
 * Groups in OpenFlow 1.5 (1.5.1, section 7.3.4.3): their buckets are numbered and hold what they watch in properties.
 * By hand, because openflowj takes a bucket's number for one of four reserved names and cannot write bucket 0.
 */
final class NumberedBuckets {
    static final int ADD = 0;
    static final int MODIFY = 1;
    static final int DELETE = 2;

    private static final int GROUP_MOD = 15;
    private static final int ALL_BUCKETS = 0xffff_ffff;
    private static final int WEIGHT = 0;
    private static final int WATCH_PORT = 1;
    private static final int WATCH_GROUP = 2;
    private static final int PROPERTY_BYTES = 8;

    private final OFFactory factory;
    private final ActionTranslation actions;

    NumberedBuckets(OFFactory factory) {
        this.factory = factory;
        this.actions = new ActionTranslation(factory);
    }

    void write(int command, GroupDescription group, int xid, ByteBuf out) throws Untranslatable {
        int number = Groups.number(group);
        int start = out.writerIndex();
        head(command, Groups.wireType(group.type()), number, xid, out);
        int buckets = out.writerIndex();
        int bucketId = 0;
        for (GroupBucket bucket : group.buckets().buckets()) {
            bucket(bucket, group.type(), bucketId++, out);
        }
        out.setShort(start + 16, out.writerIndex() - buckets);
        out.setShort(start + 2, Groups.length(out.writerIndex() - start));
    }

    void writeDelete(int number, int xid, ByteBuf out) {
        int start = out.writerIndex();
        head(DELETE, 0, number, xid, out);
        out.setShort(start + 2, out.writerIndex() - start);
    }

    private void head(int command, int type, int number, int xid, ByteBuf out) {
        Header.write(out, factory.getVersion().getWireVersion(), GROUP_MOD, 0, xid);
        out.writeShort(command).writeByte(type).writeZero(1).writeInt(number);
        out.writeShort(0).writeZero(2).writeInt(ALL_BUCKETS);
    }

    private void bucket(GroupBucket bucket, GroupDescription.Type type, int id, ByteBuf out) throws Untranslatable {
        int start = out.writerIndex();
        out.writeShort(0).writeShort(0).writeInt(id);
        for (OFAction action : actions.actions(Groups.actionsOf(bucket))) {
            action.writeTo(out);
        }
        out.setShort(start + 2, out.writerIndex() - start - 8);
        if (type == GroupDescription.Type.SELECT) {
            out.writeShort(WEIGHT)
                    .writeShort(PROPERTY_BYTES)
                    .writeShort(bucket.weight())
                    .writeZero(2);
        }
        PortNumber port = bucket.watchPort();
        if (port != null) {
            watch(WATCH_PORT, Ports.toOpenFlow(port).getPortNumber(), out);
        }
        GroupId group = bucket.watchGroup();
        if (group != null) {
            watch(WATCH_GROUP, group.id(), out);
        }
        out.setShort(start, out.writerIndex() - start);
    }

    private static void watch(int type, int number, ByteBuf out) {
        out.writeShort(type).writeShort(PROPERTY_BYTES).writeInt(number);
    }
}
