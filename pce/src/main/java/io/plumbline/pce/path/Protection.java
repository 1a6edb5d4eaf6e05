package io.plumbline.pce.path;

import com.google.common.collect.ImmutableSortedSet;
import io.plumbline.pce.topology.Failure;

/**
 * What is to become of a guaranteed flow when something on its path fails. A request without one is unprotected.
 *
 * @param level who brings it back, and how
 * @param against the kinds of failure that a {@link Level#BACKUP} or {@link Level#DETOURS} has to survive, each single one by itself, between
 *     the ingress and the switch of the access link; links always are; the other levels have none
 */
public record Protection(Level level, ImmutableSortedSet<Failure.Kind> against) {

    /** How it is brought back. */
    public enum Level {
        /** The controller admits another path when it has failed. Nothing is booked for that. */
        RESTORABLE,
        /** The ingress switches to a disjoint path that is admitted beforehand. */
        BACKUP,
        /** Each switch of the path goes around the next link, or switch, over a detour that is admitted beforehand. */
        DETOURS,
        /** Every packet is sent twice and the egress removes the second one (1+1). */
        DUPLICATE
    }

    public Protection {
        boolean booked = level == Level.BACKUP || level == Level.DETOURS;
        if (booked ? !against.contains(Failure.Kind.LINK) : !against.isEmpty()) {
            throw new IllegalArgumentException("against of " + level + ": " + against + " given, "
                    + (booked ? "at least LINK is needed" : "none is needed"));
        }
    }

    public static final Protection RESTORABLE = new Protection(Level.RESTORABLE, ImmutableSortedSet.of());

    public static final Protection DUPLICATE = new Protection(Level.DUPLICATE, ImmutableSortedSet.of());

    /** A backup against link failures and those kinds. */
    public static Protection backup(Failure.Kind... others) {
        return new Protection(Level.BACKUP, links(others));
    }

    /** Detours against link failures and those kinds. */
    public static Protection detours(Failure.Kind... others) {
        return new Protection(Level.DETOURS, links(others));
    }

    private static ImmutableSortedSet<Failure.Kind> links(Failure.Kind... others) {
        return ImmutableSortedSet.<Failure.Kind>naturalOrder()
                .add(Failure.Kind.LINK)
                .add(others)
                .build();
    }
}
