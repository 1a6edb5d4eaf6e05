package io.plumbline.southbound.openflow.connection;

import com.google.common.collect.ImmutableList;
import io.netty.buffer.ByteBuf;
import io.plumbline.southbound.api.ApplyOutcome;
import io.plumbline.southbound.api.ApplyOutcome.Refusal;
import io.plumbline.southbound.api.ProgramUpdate;
import io.plumbline.southbound.api.ProgramUpdate.Change;
import io.plumbline.southbound.openflow.translation.Dialect;
import io.plumbline.southbound.openflow.translation.Untranslatable;
import io.plumbline.southbound.openflow.wire.ErrorMessage;
import io.plumbline.southbound.openflow.wire.Header;
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
    private static final int TYPICAL_CHANGE_BYTES = 192;

    private final SwitchConnection connection;
    private final Dialect dialect;
    private final OutboundBudget budget;
    private final PendingUpdates pending = new PendingUpdates();
    private final OwnRemovals removals = new OwnRemovals();
    private boolean gone;

    Updates(SwitchConnection connection, Dialect dialect, OutboundBudget budget) {
        this.connection = connection;
        this.dialect = dialect;
        this.budget = budget;
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
        int firstXid = connection.xids(update.changes().size() + 1);
        ByteBuf out = connection.allocator().buffer(update.changes().size() * TYPICAL_CHANGE_BYTES);
        ImmutableList<Refusal> impossible = write(update.changes(), firstXid, out);
        int bytes = out.readableBytes();
        if (!impossible.isEmpty()) {
            out.release();
            outcome.complete(new ApplyOutcome.Refused(impossible));
        } else if (!budget.takeBytes(bytes)) {
            out.release();
            outcome.complete(new ApplyOutcome.Overloaded(budget.waitingRequests()));
        } else {
            PendingUpdate sent = new PendingUpdate(update.changes(), firstXid, outcome);
            try {
                connection.run(() -> send(sent, out, bytes));
            } catch (RejectedExecutionException closing) {
                out.release();
                outcome.complete(new ApplyOutcome.Lost("the southbound is closed"));
            }
        }
        return answer;
    }

    private ImmutableList<Refusal> write(ImmutableList<Change> changes, int firstXid, ByteBuf out) {
        ImmutableList.Builder<Refusal> impossible = ImmutableList.builder();
        int xid = firstXid;
        for (Change change : changes) {
            try {
                dialect.write(change, xid++, out);
            } catch (Untranslatable untranslatable) {
                impossible.add(new Refusal(change, untranslatable.kind(), untranslatable.detail()));
            }
        }
        Header.write(out, connection.version(), Header.BARRIER_REQUEST, Header.BYTES, xid);
        return impossible.build();
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
