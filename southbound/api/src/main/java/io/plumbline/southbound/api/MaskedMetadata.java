package io.plumbline.southbound.api;

import com.google.common.collect.ImmutableList;
import java.nio.ByteBuffer;
import java.util.List;
import org.onosproject.net.DeviceId;
import org.onosproject.net.flow.criteria.Criteria;
import org.onosproject.net.flow.criteria.Criterion;
import org.onosproject.net.flow.criteria.ExtensionSelector;
import org.onosproject.net.flow.criteria.ExtensionSelectorType;
import org.onosproject.net.flow.instructions.ExtensionPropertyException;

/**
 * A match on part of the metadata that an earlier table wrote, which ONOS's own criteria cannot say.
 *
 * @param value no bit outside the mask
 * @param mask neither none nor all of the bits
 */
public record MaskedMetadata(long value, long mask) implements ExtensionSelector {
    private static final ExtensionSelectorType TYPE = new ExtensionSelectorType(0x504c_0002);

    public MaskedMetadata {
        if (mask == 0 || mask == -1L || (value & ~mask) != 0) {
            throw new IllegalArgumentException(String.format("metadata 0x%x under mask 0x%x", value, mask));
        }
    }

    /** This as a criterion of a selector. */
    public Criterion on(DeviceId device) {
        return Criteria.extension(this, device);
    }

    @Override
    public ExtensionSelectorType type() {
        return TYPE;
    }

    @Override
    public <T> void setPropertyValue(String key, T value) throws ExtensionPropertyException {
        throw new ExtensionPropertyException(key);
    }

    @Override
    public <T> T getPropertyValue(String key) throws ExtensionPropertyException {
        throw new ExtensionPropertyException(key);
    }

    @Override
    public List<String> getProperties() {
        return ImmutableList.of();
    }

    @Override
    public byte[] serialize() {
        return ByteBuffer.allocate(16).putLong(value).putLong(mask).array();
    }

    @Override
    public void deserialize(byte[] data) {
        throw new UnsupportedOperationException("a match does not change");
    }

    @Override
    public String toString() {
        return String.format("METADATA:0x%x/0x%x", value, mask);
    }
}
