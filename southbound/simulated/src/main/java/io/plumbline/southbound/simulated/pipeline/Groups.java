package io.plumbline.southbound.simulated.pipeline;

import com.google.common.collect.ImmutableList;
import io.plumbline.southbound.api.ApplyOutcome.Refusal.Kind;
import io.plumbline.southbound.api.SwitchLimits;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.onosproject.core.GroupId;
import org.onosproject.net.PortNumber;
import org.onosproject.net.flow.instructions.Instruction;
import org.onosproject.net.flow.instructions.Instructions.GroupInstruction;
import org.onosproject.net.group.GroupBucket;
import org.onosproject.net.group.GroupDescription;

/** The groups of a switch by number. */
final class Groups {
    private static final int DEEPEST = 16;

    private final SwitchLimits limits;
    private final TreeMap<Integer, GroupDescription> groups = new TreeMap<>();

    Groups(SwitchLimits limits) {
        this.limits = limits;
    }

    @Nullable
    GroupDescription get(int id) {
        return groups.get(id);
    }

    @Nullable
    Problem add(GroupDescription group, TreatmentCheck check) {
        Integer id = group.givenGroupId();
        if (id == null) {
            return new Problem(Kind.BAD_GROUP, "OFPGMFC_INVALID_GROUP: no number");
        }
        if (groups.containsKey(id)) {
            return new Problem(Kind.BAD_GROUP, "OFPGMFC_GROUP_EXISTS: " + id);
        }
        if (groups.size() >= limits.maxGroups()) {
            return new Problem(Kind.GROUPS_EXHAUSTED, "OFPGMFC_OUT_OF_GROUPS: " + groups.size() + " are held");
        }
        return put(id, group, check);
    }

    @Nullable
    Problem modify(GroupDescription group, TreatmentCheck check) {
        Integer id = group.givenGroupId();
        return id != null && groups.containsKey(id)
                ? put(id, group, check)
                : new Problem(Kind.BAD_GROUP, "OFPGMFC_UNKNOWN_GROUP: " + id);
    }

    private @Nullable Problem put(int id, GroupDescription group, TreatmentCheck check) {
        List<GroupBucket> buckets = group.buckets().buckets();
        if (group.type() == GroupDescription.Type.CLONE) {
            return new Problem(Kind.BAD_GROUP, "OFPGMFC_BAD_TYPE: " + group.type());
        }
        if (group.type() == GroupDescription.Type.INDIRECT && buckets.size() != 1) {
            return new Problem(Kind.BAD_GROUP, "OFPGMFC_INVALID_GROUP: " + buckets.size() + " buckets");
        }
        for (GroupBucket bucket : buckets) {
            Problem problem = check.bucketProblem(bucket.treatment());
            if (problem != null) {
                return problem;
            }
            if (leadsTo(bucket, id, 0)) {
                return new Problem(Kind.BAD_GROUP, "OFPGMFC_LOOP: " + id);
            }
        }
        groups.put(id, group);
        return null;
    }

    private boolean leadsTo(GroupBucket bucket, int id, int depth) {
        for (Instruction instruction : bucket.treatment().allInstructions()) {
            if (instruction instanceof GroupInstruction chained) {
                int next = chained.groupId().id();
                GroupDescription group = groups.get(next);
                if (next == id || depth > DEEPEST) {
                    return true;
                }
                if (group != null && group.buckets().buckets().stream().anyMatch(b -> leadsTo(b, id, depth + 1))) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Whether a fast-failover bucket can be used: it watches nothing, or its port is up, or its group has a live bucket. */
    boolean isLive(GroupBucket bucket, Ports ports) {
        return isLive(bucket, ports, 0);
    }

    private boolean isLive(GroupBucket bucket, Ports ports, int depth) {
        PortNumber port = bucket.watchPort();
        GroupId watched = bucket.watchGroup();
        boolean watchesPort = port != null && !port.equals(PortNumber.ANY);
        GroupDescription group = watched == null ? null : groups.get(watched.id());
        if (watchesPort ? ports.isUp(port) : group == null) {
            return true;
        }
        return group != null
                && depth < DEEPEST
                && group.buckets().buckets().stream().anyMatch(next -> isLive(next, ports, depth + 1));
    }

    boolean remove(int id) {
        return groups.remove(id) != null;
    }

    ImmutableList<GroupDescription> held() {
        return ImmutableList.copyOf(groups.values());
    }

    void clear() {
        groups.clear();
    }
}
