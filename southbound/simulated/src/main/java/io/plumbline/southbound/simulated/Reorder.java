package io.plumbline.southbound.simulated;

import com.google.common.collect.ImmutableList;
import io.plumbline.southbound.api.ProgramUpdate.AddGroup;
import io.plumbline.southbound.api.ProgramUpdate.AddMeter;
import io.plumbline.southbound.api.ProgramUpdate.Change;
import io.plumbline.southbound.api.ProgramUpdate.ModifyGroup;
import io.plumbline.southbound.api.ProgramUpdate.ModifyMeter;
import io.plumbline.southbound.api.ProgramUpdate.PutRule;
import io.plumbline.southbound.api.ProgramUpdate.RemoveGroup;
import io.plumbline.southbound.api.ProgramUpdate.RemoveMeter;
import io.plumbline.southbound.api.ProgramUpdate.RemoveRule;
import io.plumbline.southbound.api.SwitchProgram.RuleKey;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.onosproject.net.flow.TrafficTreatment;
import org.onosproject.net.flow.instructions.Instruction;
import org.onosproject.net.flow.instructions.Instructions.GroupInstruction;
import org.onosproject.net.flow.instructions.Instructions.MeterInstruction;
import org.onosproject.net.group.GroupBucket;
import org.onosproject.net.group.GroupDescription;

/** In which order a switch carries out what stands between two barriers. */
public enum Reorder {
    /** As sent: Open vSwitch. */
    NONE,
    /** Any order that keeps two changes as they were sent when they touch the same rule, meter or group: a decent hardware switch. */
    INDEPENDENT,
    /** Any order: what OpenFlow 1.3 allows (section 6.2, message handling). */
    ANY;

    ImmutableList<Change> order(ImmutableList<Change> changes, Random random) {
        return switch (this) {
            case NONE -> changes;
            case ANY -> {
                List<Change> shuffled = new ArrayList<>(changes);
                Collections.shuffle(shuffled, random);
                yield ImmutableList.copyOf(shuffled);
            }
            case INDEPENDENT -> independent(changes, random);
        };
    }

    /** Draws, again and again, one of the changes that share nothing with an earlier one still waiting. */
    private static ImmutableList<Change> independent(ImmutableList<Change> changes, Random random) {
        List<Change> waiting = new ArrayList<>(changes);
        ImmutableList.Builder<Change> ordered = ImmutableList.builder();
        while (!waiting.isEmpty()) {
            List<Change> free = new ArrayList<>();
            Set<Object> touched = new HashSet<>();
            for (Change change : waiting) {
                Set<Object> touches = touches(change);
                if (Collections.disjoint(touched, touches)) {
                    free.add(change);
                }
                touched.addAll(touches);
            }
            Change next = free.get(random.nextInt(free.size()));
            waiting.remove(next);
            ordered.add(next);
        }
        return ordered.build();
    }

    private static Set<Object> touches(Change change) {
        Set<Object> touched = new HashSet<>();
        switch (change) {
            case PutRule put -> {
                touched.add(RuleKey.of(put.rule()));
                touch(put.rule().treatment(), touched);
            }
            case RemoveRule remove -> {
                touched.add(RuleKey.of(remove.rule()));
                touch(remove.rule().treatment(), touched);
            }
            case AddMeter add -> touched.add(meter(add.meter().id().id()));
            case ModifyMeter modify -> touched.add(meter(modify.meter().id().id()));
            case RemoveMeter remove -> touched.add(meter(remove.id().id()));
            case AddGroup add -> touch(add.group(), touched);
            case ModifyGroup modify -> touch(modify.group(), touched);
            case RemoveGroup remove -> touched.add("group " + remove.groupId());
        }
        return touched;
    }

    private static void touch(TrafficTreatment treatment, Set<Object> touched) {
        for (MeterInstruction instruction : treatment.meters()) {
            touched.add(meter(instruction.meterId().id()));
        }
        for (Instruction instruction : treatment.allInstructions()) {
            if (instruction instanceof GroupInstruction group) {
                touched.add("group " + group.groupId().id());
            }
        }
    }

    private static void touch(GroupDescription group, Set<Object> touched) {
        touched.add("group " + group.givenGroupId());
        for (GroupBucket bucket : group.buckets().buckets()) {
            touch(bucket.treatment(), touched);
        }
    }

    private static String meter(long id) {
        return "meter " + id;
    }
}
