package io.plumbline.southbound.simulated;

import io.plumbline.southbound.simulated.frame.Frame;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** One copy of a frame on its way: what it belongs to and where it has been. */
final class Flight {
    /** No path of a sane network is longer; more is a loop. */
    static final int LONGEST = 255;

    private final Walk walk;
    private final @Nullable Queue<Runnable> imagined;
    private final @Nullable Flight before;
    private final @Nullable Object place;
    private final @Nullable Frame frame;
    private final int length;

    private Flight(
            Walk walk,
            @Nullable Queue<Runnable> imagined,
            @Nullable Flight before,
            @Nullable Object place,
            @Nullable Frame frame) {
        this.walk = walk;
        this.imagined = imagined;
        this.before = before;
        this.place = place;
        this.frame = frame;
        this.length = before == null ? 0 : before.length + 1;
    }

    /** A frame that is really sent. */
    static Flight real(Walk walk) {
        return new Flight(walk, null, null, null, null);
    }

    /** A frame that is only thought of: it takes no time and leaves no trace; {@link #land} carries it to its end. */
    static Flight imagined(Walk walk) {
        return new Flight(walk, new ArrayDeque<>(), null, null, null);
    }

    Walk walk() {
        return walk;
    }

    boolean isImagined() {
        return imagined != null;
    }

    /** Later, or next when it is only imagined; not at all when its copies have become too many, as in a loop that multiplies. */
    void next(SimulatedNetwork network, long delayNanos, Runnable task) {
        if (walk.isFull()) {
            return;
        }
        walk.took();
        Runnable step = () -> {
            walk.landed();
            task.run();
        };
        if (imagined != null) {
            imagined.add(step);
        } else {
            network.time().schedule(delayNanos, step);
        }
    }

    /** Runs an imagined flight to its end. */
    void land() {
        Queue<Runnable> steps = imagined;
        if (steps == null) {
            throw new IllegalStateException("a real frame needs time to pass");
        }
        for (Runnable step = steps.poll(); step != null; step = steps.poll()) {
            step.run();
        }
    }

    /** This, with one more place passed. */
    Flight through(Object nextPlace, Frame arriving) {
        return new Flight(walk, imagined, this, nextPlace, arriving);
    }

    /**
     * Whether the frame circles if it enters here: an imagined one as soon as it comes by the same place unchanged, since nothing changes
     * meanwhile; a real one when it has come too far.
     */
    boolean circles(Object nextPlace, Frame arriving) {
        if (!isImagined()) {
            return length >= LONGEST;
        }
        for (Flight at = this; at != null; at = at.before) {
            if (nextPlace.equals(at.place) && Objects.equals(at.frame, arriving)) {
                return true;
            }
        }
        return false;
    }
}
