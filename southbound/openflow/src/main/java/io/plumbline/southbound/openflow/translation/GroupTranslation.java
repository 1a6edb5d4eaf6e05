package io.plumbline.southbound.openflow.translation;

import io.plumbline.southbound.api.ApplyOutcome.Refusal.Kind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.onosproject.core.DefaultApplicationId;
import org.onosproject.core.GroupId;
import org.onosproject.net.DeviceId;
import org.onosproject.net.PortNumber;
import org.onosproject.net.flow.TrafficTreatment;
import org.onosproject.net.group.DefaultGroupBucket;
import org.onosproject.net.group.DefaultGroupDescription;
import org.onosproject.net.group.DefaultGroupKey;
import org.onosproject.net.group.GroupBucket;
import org.onosproject.net.group.GroupBuckets;
import org.onosproject.net.group.GroupDescription;
import org.projectfloodlight.openflow.protocol.OFBucket;
import org.projectfloodlight.openflow.protocol.OFFactory;
import org.projectfloodlight.openflow.protocol.OFGroupDescStatsEntry;
import org.projectfloodlight.openflow.protocol.OFGroupMod;
import org.projectfloodlight.openflow.protocol.OFGroupType;
import org.projectfloodlight.openflow.protocol.OFMessage;
import org.projectfloodlight.openflow.types.OFGroup;
import org.projectfloodlight.openflow.types.OFPort;

/** Groups as GROUP_MOD and back, for OpenFlow 1.3 and 1.4. */
final class GroupTranslation {
    private static final long MAX_GROUP = 0xffff_ff00L;

    private final OFFactory factory;
    private final DeviceId device;
    private final ActionTranslation actions;
    private final TreatmentTranslation treatments;

    GroupTranslation(OFFactory factory, DeviceId device) {
        this.factory = factory;
        this.device = device;
        this.actions = new ActionTranslation(factory);
        this.treatments = new TreatmentTranslation(device);
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
        Integer number = group.givenGroupId();
        if (number == null || Integer.toUnsignedLong(number) > MAX_GROUP) {
            throw new Untranslatable(Kind.BAD_GROUP, "a group needs a number up to " + MAX_GROUP + ", not " + number);
        }
        List<OFBucket> buckets = new ArrayList<>();
        for (GroupBucket bucket : group.buckets().buckets()) {
            buckets.add(bucket(bucket, group.type()));
        }
        return message.setXid(xid)
                .setGroup(OFGroup.of(number))
                .setGroupType(type(group.type()))
                .setBuckets(buckets)
                .build();
    }

    private static OFGroupType type(GroupDescription.Type type) throws Untranslatable {
        return switch (type) {
            case ALL -> OFGroupType.ALL;
            case SELECT -> OFGroupType.SELECT;
            case INDIRECT -> OFGroupType.INDIRECT;
            case FAILOVER -> OFGroupType.FF;
            case CLONE -> throw new Untranslatable(Kind.BAD_GROUP, "no OpenFlow group is of type CLONE");
        };
    }

    private OFBucket bucket(GroupBucket bucket, GroupDescription.Type type) throws Untranslatable {
        TrafficTreatment treatment = bucket.treatment();
        if (!treatment.deferred().isEmpty()
                || treatment.tableTransition() != null
                || !treatment.meters().isEmpty()) {
            throw new Untranslatable(Kind.BAD_GROUP, "a bucket holds immediate actions only: " + treatment);
        }
        return factory.buildBucket()
                .setActions(actions.actions(treatment.immediate()))
                .setWeight(type == GroupDescription.Type.SELECT ? bucket.weight() : 0)
                .setWatchPort(watched(bucket.watchPort()))
                .setWatchGroup(watched(bucket.watchGroup()))
                .build();
    }

    /** ONOS's buckets watch null where they watch nothing. */
    private static OFPort watched(@Nullable PortNumber port) throws Untranslatable {
        return port == null ? OFPort.ANY : Ports.toOpenFlow(port);
    }

    private static OFGroup watched(@Nullable GroupId group) {
        return group == null ? OFGroup.ANY : OFGroup.of(group.id());
    }

    GroupDescription held(OFGroupDescStatsEntry entry) {
        List<GroupBucket> buckets = new ArrayList<>();
        for (OFBucket bucket : entry.getBuckets()) {
            buckets.add(bucket(entry.getGroupType(), bucket));
        }
        int number = entry.getGroup().getGroupNumber();
        return new DefaultGroupDescription(
                device,
                type(entry.getGroupType()),
                new GroupBuckets(buckets),
                new DefaultGroupKey(Integer.toString(number).getBytes(StandardCharsets.US_ASCII)),
                number,
                new DefaultApplicationId(0, "switch"));
    }

    private static GroupDescription.Type type(OFGroupType type) {
        return switch (type) {
            case ALL -> GroupDescription.Type.ALL;
            case SELECT -> GroupDescription.Type.SELECT;
            case INDIRECT -> GroupDescription.Type.INDIRECT;
            case FF -> GroupDescription.Type.FAILOVER;
        };
    }

    private GroupBucket bucket(OFGroupType type, OFBucket bucket) {
        TrafficTreatment treatment = treatments.bucket(bucket.getActions());
        return switch (type) {
            case ALL -> DefaultGroupBucket.createAllGroupBucket(treatment);
            case INDIRECT -> DefaultGroupBucket.createIndirectGroupBucket(treatment);
            case SELECT -> DefaultGroupBucket.createSelectGroupBucket(treatment, (short) bucket.getWeight());
            case FF -> failover(treatment, bucket.getWatchPort(), bucket.getWatchGroup());
        };
    }

    @SuppressWarnings("NullAway") // ONOS says "watches no group" by null
    private static GroupBucket failover(TrafficTreatment treatment, OFPort port, OFGroup group) {
        return DefaultGroupBucket.createFailoverGroupBucket(
                treatment,
                port.equals(OFPort.ANY) ? null : Ports.fromOpenFlow(port.getPortNumber()),
                group.equals(OFGroup.ANY) ? null : GroupId.valueOf(group.getGroupNumber()));
    }
}
