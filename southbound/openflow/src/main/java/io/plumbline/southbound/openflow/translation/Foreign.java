package io.plumbline.southbound.openflow.translation;

import com.google.common.collect.ImmutableList;
import io.netty.buffer.ByteBuf;
import io.plumbline.southbound.openflow.wire.Span;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import org.onosproject.net.flow.criteria.ExtensionSelector;
import org.onosproject.net.flow.criteria.ExtensionSelectorType;
import org.onosproject.net.flow.instructions.ExtensionPropertyException;
import org.onosproject.net.flow.instructions.ExtensionTreatment;
import org.onosproject.net.flow.instructions.ExtensionTreatmentType;

/** What a switch holds and we have no word for: a part of a rule that somebody else put. It can be shown, compared and removed, never put. */
final class Foreign {
    private static final int BASE = 0x504c_1000;
    private static final int MAX_BYTES = 64;

    private Foreign() {}

    /** An OXM field with its header, whole. */
    static Field field(Span oxm) {
        return new Field(oxm.hex(oxm.remaining()));
    }

    static Action action(String what, Span bytes) {
        return new Action(what + " " + bytes.hex(MAX_BYTES));
    }

    /**
     * A match field.
     *
     * @param hex the whole of it, so that a rule which has it can be removed
     */
    record Field(String hex) implements ExtensionSelector {
        /** Of each field its own (the second word is an experimenter's number), so that several can stand side by side. */
        @Override
        public ExtensionSelectorType type() {
            return new ExtensionSelectorType(
                    BASE ^ hex.substring(0, Math.min(16, hex.length())).hashCode());
        }

        void writeTo(ByteBuf out) {
            out.writeBytes(serialize());
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
            return HexFormat.of().parseHex(hex);
        }

        @Override
        public void deserialize(byte[] data) {
            throw new UnsupportedOperationException("a foreign field does not change");
        }

        @Override
        public String toString() {
            return "foreign " + hex;
        }
    }

    /** An action or instruction. */
    record Action(String text) implements ExtensionTreatment {
        @Override
        public ExtensionTreatmentType type() {
            return new ExtensionTreatmentType(BASE);
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
            return text.getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public void deserialize(byte[] data) {
            throw new UnsupportedOperationException("a foreign action does not change");
        }

        @Override
        public String toString() {
            return "foreign " + text;
        }
    }
}
