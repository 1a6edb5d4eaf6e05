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
        int behind = firstXid + changes.size();
        int version = connection.version();
        ByteBuf out = connection.allocator().buffer((changes.size() + 1) * TYPICAL_CHANGE_BYTES);
        ImmutableList.Builder<Refusal> impossible = ImmutableList.builder();
        if (bundled) {
            Bundles.writeControl(version, behind, firstXid, Bundles.OPEN, out);
        }
        int xid = firstXid;
        for (Change change : changes) {
            try {
                if (bundled) {
                    int start = Bundles.beginAdd(version, xid, firstXid, out);
                    dialect.write(change, xid, out);
                    Bundles.endAdd(start, out);
                } else {
                    dialect.write(change, xid, out);
                }
            } catch (Untranslatable untranslatable) {
                impossible.add(new Refusal(change, untranslatable.kind(), untranslatable.detail()));
            }
            xid++;
        }
        if (bundled) {
            Bundles.writeControl(version, behind + 1, firstXid, Bundles.COMMIT, out);
        }
        Header.write(out, version, Header.BARRIER_REQUEST, Header.BYTES, behind + extra - 1);
        return new EncodedUpdate(out, firstXid, bundled, impossible.build());
    }
}
