package io.plumbline.southbound.openflow.translation;

import io.plumbline.southbound.api.ApplyOutcome.Refusal.Kind;
import io.plumbline.southbound.openflow.wire.GroupEntry;
import io.plumbline.southbound.openflow.wire.MalformedMessage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.onosproject.core.DefaultApplicationId;
import org.onosproject.core.GroupId;
import org.onosproject.net.DeviceId;
import org.onosproject.net.PortNumber;
import org.onosproject.net.flow.TrafficTreatment;
import org.onosproject.net.flow.instructions.Instruction;
import org.onosproject.net.group.DefaultGroupBucket;
import org.onosproject.net.group.DefaultGroupDescription;
import org.onosproject.net.group.DefaultGroupKey;
import org.onosproject.net.group.GroupBucket;
import org.onosproject.net.group.GroupBuckets;
import org.onosproject.net.group.GroupDescription;

/** What groups have in common in every version of OpenFlow. ONOS says "watches nothing" by null, OpenFlow by ANY. */
final class Groups {
    private static final long MAX_GROUP = 0xffff_ff00L;
    private static final int ANY = 0xffff_ffff;
    private static final int MAX_MESSAGE = 0xffff;
    private static final short GREATEST_WEIGHT = (short) 0xffff;

    private Groups() {}

    static int number(GroupDescription group) throws Untranslatable {
        Integer number = group.givenGroupId();
        if (number == null || Integer.toUnsignedLong(number) > MAX_GROUP) {
            throw new Untranslatable(Kind.BAD_GROUP, "a group needs a number up to " + MAX_GROUP + ", not " + number);
        }
        return number;
    }

    /** OFPGT_. */
    static int wireType(GroupDescription.Type type) throws Untranslatable {
        return switch (type) {
            case ALL -> 0;
            case SELECT -> 1;
            case INDIRECT -> 2;
            case FAILOVER -> 3;
            case CLONE -> throw new Untranslatable(Kind.BAD_GROUP, "no OpenFlow group is of type CLONE");
        };
    }

    static List<Instruction> actionsOf(GroupBucket bucket) throws Untranslatable {
        TrafficTreatment treatment = bucket.treatment();
        if (!treatment.deferred().isEmpty()
                || treatment.tableTransition() != null
                || treatment.writeMetadata() != null
                || !treatment.meters().isEmpty()) {
            throw new Untranslatable(Kind.BAD_GROUP, "a bucket holds immediate actions only: " + treatment);
        }
        return treatment.immediate();
    }

    static int length(int bytes) throws Untranslatable {
        if (bytes > MAX_MESSAGE) {
            throw new Untranslatable(Kind.BAD_GROUP, "a group of " + bytes + " bytes does not fit into a message");
        }
        return bytes;
    }

    /** A group as the switch holds it. */
    static GroupDescription held(GroupEntry entry, DeviceId device) throws MalformedMessage {
        TreatmentTranslation treatments = new TreatmentTranslation(device);
        GroupDescription.Type type = type(entry.type());
        List<GroupBucket> buckets = new ArrayList<>();
        for (GroupEntry.Bucket bucket : entry.buckets()) {
            buckets.add(bucket(
                    type,
                    treatments.bucket(bucket.actions()),
                    bucket.weight(),
                    bucket.watchPort() == ANY ? null : Ports.fromOpenFlow(bucket.watchPort()),
                    bucket.watchGroup() == ANY ? null : GroupId.valueOf(bucket.watchGroup())));
        }
        byte[] key = Integer.toString(entry.number()).getBytes(StandardCharsets.US_ASCII);
        return new DefaultGroupDescription(
                device,
                type,
                new GroupBuckets(buckets),
                new DefaultGroupKey(key),
                entry.number(),
                new DefaultApplicationId(0, "switch"));
    }

    private static GroupDescription.Type type(int wire) {
        return switch (wire) {
            case 1 -> GroupDescription.Type.SELECT;
            case 2 -> GroupDescription.Type.INDIRECT;
            case 3 -> GroupDescription.Type.FAILOVER;
            default -> GroupDescription.Type.ALL;
        };
    }

    /**
     * ONOS has no bucket of weight 0 and none that watches nothing, both of which somebody else may have put: the first is shown
     * with the greatest weight, the second as one that watches any port.
     */
    @SuppressWarnings("NullAway") // ONOS says "watches no port" and "watches no group" by null
    private static GroupBucket bucket(
            GroupDescription.Type type,
            TrafficTreatment treatment,
            int weight,
            @Nullable PortNumber port,
            @Nullable GroupId group) {
        return switch (type) {
            case SELECT ->
                DefaultGroupBucket.createSelectGroupBucket(treatment, weight == 0 ? GREATEST_WEIGHT : (short) weight);
            case INDIRECT -> DefaultGroupBucket.createIndirectGroupBucket(treatment);
            case FAILOVER ->
                DefaultGroupBucket.createFailoverGroupBucket(
                        treatment, port == null && group == null ? PortNumber.ANY : port, group);
            default -> DefaultGroupBucket.createAllGroupBucket(treatment);
        };
    }
}
