package io.plumbline.southbound.openflow.connection;

import io.netty.buffer.ByteBuf;
import io.plumbline.southbound.api.ApplyOutcome;
import io.plumbline.southbound.api.ProgramUpdate;
import io.plumbline.southbound.openflow.translation.Dialect;
import io.plumbline.southbound.openflow.wire.ErrorMessage;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.onosproject.net.flow.FlowRule;

/**
 * Programs one switch. An update is encoded on the caller's thread, so that what cannot be said is refused before anything is sent, and
 * goes out as one run of bytes with its barrier.
 */
final class Updates {
    private final SwitchConnection connection;
    private final Dialect dialect;
    private final OutboundBudget budget;
    private final PendingUpdates pending = new PendingUpdates();
    private final OwnRemovals removals = new OwnRemovals();
    private final boolean bundles;
    private boolean gone;

    Updates(SwitchConnection connection, Dialect dialect, OutboundBudget budget, boolean bundles) {
        this.connection = connection;
        this.dialect = dialect;
        this.budget = budget;
        this.bundles = bundles;
    }

    CompletionStage<ApplyOutcome> apply(ProgramUpdate update) {
        if (update.isEmpty()) {
            return CompletableFuture.completedFuture(new ApplyOutcome.Applied());
        }
        if (!budget.takeRequest()) {
            return CompletableFuture.completedFuture(new ApplyOutcome.Overloaded(budget.waitingRequests()));
        }
        CompletableFuture<ApplyOutcome> outcome = new CompletableFuture<>();
        CompletionStage<ApplyOutcome> answer = outcome.whenComplete((how, error) -> budget.giveRequest());
        boolean bundled = bundles && EncodedUpdate.isChangeOver(update.changes());
        EncodedUpdate encoded = EncodedUpdate.of(update.changes(), bundled, dialect, connection);
        ByteBuf out = encoded.bytes();
        int bytes = out.readableBytes();
        if (!encoded.impossible().isEmpty()) {
            out.release();
            outcome.complete(new ApplyOutcome.Refused(encoded.impossible()));
        } else if (!budget.takeBytes(bytes)) {
            out.release();
            outcome.complete(new ApplyOutcome.Overloaded(budget.waitingRequests() - 1));
        } else {
            PendingUpdate sent = new PendingUpdate(update.changes(), encoded.firstXid(), bundled, outcome);
            try {
                connection.run(() -> send(sent, out, bytes));
            } catch (RejectedExecutionException closing) {
                out.release();
                outcome.complete(new ApplyOutcome.Lost("the southbound is closed"));
            }
        }
        return answer;
    }

    private void send(PendingUpdate update, ByteBuf out, int bytes) {
        if (gone) {
            out.release();
            budget.giveBytes(bytes);
            update.end(new ApplyOutcome.Lost("the switch is gone"));
            return;
        }
        pending.add(update);
        removals.asked(update.changes(), now());
        long limit = connection.settings().timing().request().toNanos();
        update.expiresBy(connection
                .channel()
                .eventLoop()
                .schedule(() -> pending.end(update, new ApplyOutcome.TimedOut(limit)), limit, TimeUnit.NANOSECONDS));
        connection.send(out).addListener(sent -> budget.giveBytes(bytes));
    }

    void barrier(int xid) {
        pending.barrier(xid);
    }

    boolean error(ErrorMessage error) {
        return pending.error(error);
    }

    /** Whether the end of this rule is what one of our updates asked for. */
    boolean removed(FlowRule rule) {
        return removals.explains(rule, now());
    }

    private long now() {
        return connection.listener().nanoTime().getAsLong();
    }

    void lost(String reason) {
        gone = true;
        pending.endAll(new ApplyOutcome.Lost(reason));
    }
}
