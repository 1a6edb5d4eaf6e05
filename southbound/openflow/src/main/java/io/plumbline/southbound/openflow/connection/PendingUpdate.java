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
 * One update on its way. Errors come before the answer of its barrier; their transaction number says which change they are about, or
 * that the bundle as a whole failed: then no change was carried out.
 */
final class PendingUpdate {
    private final ImmutableList<Change> changes;
    private final int firstXid;
    private final int lastXid;
    private final CompletableFuture<ApplyOutcome> outcome;
    private final SortedMap<Integer, Refusal> refusals = new TreeMap<>();
    private @Nullable String bundleError;
    private @Nullable Future<?> expiry;

    PendingUpdate(
            ImmutableList<Change> changes, int firstXid, boolean bundled, CompletableFuture<ApplyOutcome> outcome) {
        this.changes = changes;
        this.firstXid = firstXid;
        this.lastXid = firstXid + changes.size() + (bundled ? 2 : 0);
        this.outcome = outcome;
    }

    ImmutableList<Change> changes() {
        return changes;
    }

    /** The barrier's number is the last. */
    int barrierXid() {
        return lastXid;
    }

    void expiresBy(Future<?> timer) {
        expiry = timer;
    }

    boolean has(int xid) {
        return Integer.compareUnsigned(xid - firstXid, lastXid - firstXid) <= 0;
    }

    void refused(ErrorMessage error) {
        int index = error.xid() - firstXid;
        if (index < changes.size()) {
            Change change = changes.get(index);
            refusals.putIfAbsent(index, new Refusal(change, Refusals.kind(error), error.text()));
        } else if (bundleError == null) {
            bundleError = error.text();
        }
    }

    /** The barrier came back. */
    void done() {
        if (bundleError != null) {
            end(new ApplyOutcome.Refused(allRefused(bundleError)));
        } else if (refusals.isEmpty()) {
            end(new ApplyOutcome.Applied());
        } else {
            end(new ApplyOutcome.Refused(ImmutableList.copyOf(refusals.values())));
        }
    }

    private ImmutableList<Refusal> allRefused(String why) {
        ImmutableList.Builder<Refusal> all = ImmutableList.builder();
        for (int i = 0; i < changes.size(); i++) {
            Refusal own = refusals.get(i);
            all.add(
                    own != null
                            ? own
                            : new Refusal(changes.get(i), Refusal.Kind.OTHER, "all or nothing, and nothing: " + why));
        }
        return all.build();
    }

    void end(ApplyOutcome how) {
        if (expiry != null) {
            expiry.cancel(false);
        }
        outcome.complete(how);
    }
}
