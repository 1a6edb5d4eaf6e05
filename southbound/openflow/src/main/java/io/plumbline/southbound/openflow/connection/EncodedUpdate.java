package io.plumbline.southbound.openflow.connection;

import com.google.common.collect.ImmutableList;
import io.netty.buffer.ByteBuf;
import io.plumbline.southbound.api.ApplyOutcome.Refusal;
import io.plumbline.southbound.api.ProgramUpdate.Change;
import io.plumbline.southbound.api.ProgramUpdate.PutRule;
import io.plumbline.southbound.api.ProgramUpdate.RemoveRule;
import io.plumbline.southbound.openflow.translation.Dialect;
import io.plumbline.southbound.openflow.translation.Untranslatable;
import io.plumbline.southbound.openflow.wire.Bundles;
import io.plumbline.southbound.openflow.wire.Header;

/**
 * An update as one run of bytes. The changes have consecutive transaction numbers; behind them come those of the bundle, if it is one,
 * and the barrier's.
 *
 * @param bytes the messages and the barrier
 * @param firstXid of the first change
 * @param bundled whether the changes are carried out together or not at all
 * @param impossible what OpenFlow cannot say; nothing is to be sent then
 */
record EncodedUpdate(ByteBuf bytes, int firstXid, boolean bundled, ImmutableList<Refusal> impossible) {
    private static final int TYPICAL_CHANGE_BYTES = 192;

    /**
     * A change-over, rules that go and rules that come in one update, is bundled: sent one by one, packets are lost between the two.
     * Anything else is not: a bundle is no quicker, holds no meters or groups, and one bad rule takes the good ones with it.
     */
    static boolean isChangeOver(ImmutableList<Change> changes) {
        boolean removes = false;
        boolean puts = false;
        for (Change change : changes) {
            switch (change) {
                case PutRule put -> puts = true;
                case RemoveRule remove -> removes = true;
                default -> {
                    return false;
                }
            }
        }
        return removes && puts;
    }

    static EncodedUpdate of(
            ImmutableList<Change> changes, boolean bundled, Dialect dialect, SwitchConnection connection) {
        int extra = bundled ? 3 : 1;
        int firstXid = connection.xids(changes.size() + extra);
        int version = connection.version();
        ByteBuf out = connection.allocator().buffer((changes.size() + 1) * TYPICAL_CHANGE_BYTES);
        if (bundled) {
            Bundles.writeControl(version, openXid(firstXid, changes), firstXid, Bundles.OPEN, out);
        }
        ImmutableList.Builder<Refusal> impossible = ImmutableList.builder();
        int xid = firstXid;
        for (Change change : changes) {
            try {
                write(change, xid++, bundled ? firstXid : 0, bundled, dialect, version, out);
            } catch (Untranslatable untranslatable) {
                impossible.add(new Refusal(change, untranslatable.kind(), untranslatable.detail()));
            }
        }
        if (bundled) {
            Bundles.writeControl(version, openXid(firstXid, changes) + 1, firstXid, Bundles.COMMIT, out);
        }
        Header.write(out, version, Header.BARRIER_REQUEST, Header.BYTES, firstXid + changes.size() + extra - 1);
        return new EncodedUpdate(out, firstXid, bundled, impossible.build());
    }

    private static int openXid(int firstXid, ImmutableList<Change> changes) {
        return firstXid + changes.size();
    }

    private static void write(
            Change change, int xid, int bundle, boolean bundled, Dialect dialect, int version, ByteBuf out)
            throws Untranslatable {
        if (!bundled) {
            dialect.write(change, xid, out);
            return;
        }
        int start = Bundles.beginAdd(version, xid, bundle, out);
        dialect.write(change, xid, out);
        if (!Bundles.endAdd(start, out)) {
            throw new Untranslatable(Refusal.Kind.OTHER, "the rule does not fit into a message");
        }
    }
}
