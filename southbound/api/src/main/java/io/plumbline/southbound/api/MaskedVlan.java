package io.plumbline.southbound.api;

import com.google.common.primitives.Shorts;
import java.util.Objects;
import org.onlab.packet.VlanId;
import org.onosproject.net.DeviceId;
import org.onosproject.net.flow.AbstractExtension;
import org.onosproject.net.flow.criteria.Criterion;
import org.onosproject.net.flow.criteria.ExtensionCriterion;
import org.onosproject.net.flow.criteria.ExtensionSelector;
import org.onosproject.net.flow.criteria.ExtensionSelectorType;

/**
 * A match on some bits of the outer VLAN tag, which the ONOS vocabulary lacks: OXM_OF_VLAN_VID with a mask (OpenFlow 1.3, A.2.3.7).
 * Bit {@link #PRESENT} says that there is a tag at all; the twelve bits below are the VID.
 */
public final class MaskedVlan extends AbstractExtension implements ExtensionSelector {

    /** Plumbline's own number among the extension selectors. */
    public static final ExtensionSelectorType TYPE = new ExtensionSelectorType(0x504c);

    /** OFPVID_PRESENT. */
    public static final int PRESENT = 0x1000;

    private static final int ALL_BITS = PRESENT | VlanId.MAX_VLAN;

    private short value;
    private short mask;

    /** Matches when {@code tag & mask == value}; both of thirteen bits, {@link #PRESENT} included. */
    public MaskedVlan(int value, int mask) {
        if ((mask & ~ALL_BITS) != 0 || (value & ~mask) != 0) {
            throw new IllegalArgumentException("vlan 0x%x/0x%x".formatted(value, mask));
        }
        this.value = (short) value;
        this.mask = (short) mask;
    }

    /** Any frame with a tag. */
    public static MaskedVlan tagged() {
        return new MaskedVlan(PRESENT, PRESENT);
    }

    /** This match as a criterion of a rule for that device. */
    public Criterion on(DeviceId device) {
        return new ExtensionCriterion(this, device);
    }

    public int value() {
        return value;
    }

    public int mask() {
        return mask;
    }

    /** Whether a frame matches, given its tag with the present bit, or 0 without a tag. */
    public boolean matches(int tag) {
        return (tag & mask) == value;
    }

    @Override
    public ExtensionSelectorType type() {
        return TYPE;
    }

    @Override
    public byte[] serialize() {
        return new byte[] {(byte) (value >> 8), (byte) value, (byte) (mask >> 8), (byte) mask};
    }

    @Override
    public void deserialize(byte[] data) {
        value = Shorts.fromBytes(data[0], data[1]);
        mask = Shorts.fromBytes(data[2], data[3]);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof MaskedVlan that && value == that.value && mask == that.mask;
    }

    @Override
    public int hashCode() {
        return Objects.hash(value, mask);
    }

    @Override
    public String toString() {
        return "vlan=0x%04x/0x%04x".formatted(value, mask);
    }
}
