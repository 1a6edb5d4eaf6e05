package io.plumbline.southbound.openflow.connection;

import com.google.common.collect.ImmutableList;
import io.plumbline.southbound.api.ApplyOutcome;
import io.plumbline.southbound.api.ApplyOutcome.Refusal;
import io.plumbline.southbound.api.ProgramUpdate.Change;
import io.plumbline.southbound.openflow.wire.ErrorMessage;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * One update on its way: its changes have consecutive transaction numbers, its barrier the next. Errors come before the barrier's answer;
 * which change one is about, its number says.
 */
final class PendingUpdate {
    private final ImmutableList<Change> changes;
    private final int firstXid;
    private final CompletableFuture<ApplyOutcome> outcome;
    private final SortedMap<Integer, Refusal> refusals = new TreeMap<>();
    private @Nullable Future<?> expiry;

    PendingUpdate(ImmutableList<Change> changes, int firstXid, CompletableFuture<ApplyOutcome> outcome) {
        this.changes = changes;
        this.firstXid = firstXid;
        this.outcome = outcome;
    }

    ImmutableList<Change> changes() {
        return changes;
    }

    int barrierXid() {
        return firstXid + changes.size();
    }

    void expiresBy(Future<?> timer) {
        expiry = timer;
    }

    /** Whether this number is one of this update's, the barrier's included. */
    boolean has(int xid) {
        return Integer.compareUnsigned(xid - firstXid, changes.size()) <= 0;
    }

    void refused(ErrorMessage error) {
        int index = error.xid() - firstXid;
        if (index < changes.size()) {
            Change change = changes.get(index);
            refusals.putIfAbsent(index, new Refusal(change, Refusals.kind(error), error.text()));
        }
    }

    /** The barrier came back. */
    void done() {
        end(
                refusals.isEmpty()
                        ? new ApplyOutcome.Applied()
                        : new ApplyOutcome.Refused(ImmutableList.copyOf(refusals.values())));
    }

    void end(ApplyOutcome how) {
        if (expiry != null) {
            expiry.cancel(false);
        }
        outcome.complete(how);
    }
}
