package io.plumbline.southbound.openflow.connection;

import io.plumbline.southbound.api.ApplyOutcome;
import io.plumbline.southbound.openflow.wire.ErrorMessage;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** The updates of one switch whose barrier has not come back, oldest first. Event loop only. */
final class PendingUpdates {
    private final Deque<PendingUpdate> waiting = new ArrayDeque<>();

    void add(PendingUpdate update) {
        waiting.addLast(update);
    }

    /** Ends the update whose barrier this is; false when there is none. */
    boolean barrier(int xid) {
        Optional<PendingUpdate> update = find(xid).filter(pending -> pending.barrierXid() == xid);
        update.ifPresent(pending -> {
            remove(pending);
            pending.done();
        });
        return update.isPresent();
    }

    /** Notes the error with the change that caused it; false when it answers none. */
    boolean error(ErrorMessage error) {
        Optional<PendingUpdate> update = find(error.xid());
        update.ifPresent(pending -> pending.refused(error));
        return update.isPresent();
    }

    /** Ends the update, if it is still waiting. */
    void end(PendingUpdate update, ApplyOutcome how) {
        if (remove(update)) {
            update.end(how);
        }
    }

    void endAll(ApplyOutcome how) {
        List<PendingUpdate> all = new ArrayList<>(waiting);
        waiting.clear();
        all.forEach(update -> update.end(how));
    }

    private Optional<PendingUpdate> find(int xid) {
        for (Iterator<PendingUpdate> updates = waiting.iterator(); updates.hasNext(); ) {
            PendingUpdate update = updates.next();
            if (update.has(xid)) {
                return Optional.of(update);
            }
        }
        return Optional.empty();
    }

    private boolean remove(PendingUpdate update) {
        return waiting.remove(update);
    }
}
