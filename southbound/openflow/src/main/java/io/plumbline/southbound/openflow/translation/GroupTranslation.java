package io.plumbline.southbound.openflow.translation;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.onosproject.core.GroupId;
import org.onosproject.net.PortNumber;
import org.onosproject.net.group.GroupBucket;
import org.onosproject.net.group.GroupDescription;
import org.projectfloodlight.openflow.protocol.OFBucket;
import org.projectfloodlight.openflow.protocol.OFFactory;
import org.projectfloodlight.openflow.protocol.OFGroupMod;
import org.projectfloodlight.openflow.protocol.OFGroupType;
import org.projectfloodlight.openflow.protocol.OFMessage;
import org.projectfloodlight.openflow.types.OFGroup;
import org.projectfloodlight.openflow.types.OFPort;

/** Groups as GROUP_MOD, for OpenFlow 1.3 and 1.4; {@link NumberedBuckets} has those of 1.5. */
final class GroupTranslation {
    private final OFFactory factory;
    private final ActionTranslation actions;

    GroupTranslation(OFFactory factory) {
        this.factory = factory;
        this.actions = new ActionTranslation(factory);
    }

    OFMessage add(GroupDescription group, long xid) throws Untranslatable {
        return filled(factory.buildGroupAdd(), group, xid);
    }

    OFMessage modify(GroupDescription group, long xid) throws Untranslatable {
        return filled(factory.buildGroupModify(), group, xid);
    }

    OFMessage remove(int group, long xid) {
        return factory.buildGroupDelete()
                .setXid(xid)
                .setGroup(OFGroup.of(group))
                .setGroupType(OFGroupType.ALL)
                .setBuckets(List.of())
                .build();
    }

    private OFMessage filled(OFGroupMod.Builder message, GroupDescription group, long xid) throws Untranslatable {
        List<OFBucket> buckets = new ArrayList<>();
        for (GroupBucket bucket : group.buckets().buckets()) {
            buckets.add(bucket(bucket, group.type()));
        }
        return message.setXid(xid)
                .setGroup(OFGroup.of(Groups.number(group)))
                .setGroupType(type(group.type()))
                .setBuckets(buckets)
                .build();
    }

    private static OFGroupType type(GroupDescription.Type type) throws Untranslatable {
        return switch (Groups.wireType(type)) {
            case 1 -> OFGroupType.SELECT;
            case 2 -> OFGroupType.INDIRECT;
            case 3 -> OFGroupType.FF;
            default -> OFGroupType.ALL;
        };
    }

    private OFBucket bucket(GroupBucket bucket, GroupDescription.Type type) throws Untranslatable {
        return factory.buildBucket()
                .setActions(actions.actions(Groups.actionsOf(bucket)))
                .setWeight(type == GroupDescription.Type.SELECT ? bucket.weight() : 0)
                .setWatchPort(watched(bucket.watchPort()))
                .setWatchGroup(watched(bucket.watchGroup()))
                .build();
    }

    private static OFPort watched(@Nullable PortNumber port) throws Untranslatable {
        return port == null ? OFPort.ANY : Ports.toOpenFlow(port);
    }

    private static OFGroup watched(@Nullable GroupId group) {
        return group == null ? OFGroup.ANY : OFGroup.of(group.id());
    }
}
