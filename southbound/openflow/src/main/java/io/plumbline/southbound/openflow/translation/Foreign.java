package io.plumbline.southbound.openflow.translation;

import com.google.common.collect.ImmutableList;
import io.plumbline.southbound.openflow.wire.MalformedMessage;
import io.plumbline.southbound.openflow.wire.Span;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.onosproject.net.flow.criteria.ExtensionSelector;
import org.onosproject.net.flow.criteria.ExtensionSelectorType;
import org.onosproject.net.flow.instructions.ExtensionPropertyException;
import org.onosproject.net.flow.instructions.ExtensionTreatment;
import org.onosproject.net.flow.instructions.ExtensionTreatmentType;

/** What a switch holds and we have no word for: a part of a rule that somebody else put. It can be shown and compared, never sent. */
final class Foreign {
    private static final int BASE = 0x504c_1000;
    private static final int MAX_BYTES = 64;

    private Foreign() {}

    /** An OXM field with its header. */
    static Field field(Span oxm) throws MalformedMessage {
        String text = oxm.hex(MAX_BYTES);
        return new Field(oxm.i32(), text);
    }

    static Action action(String what, Span bytes) {
        return new Action(what + " " + bytes.hex(MAX_BYTES));
    }

    /** A match field; the type is its OXM header, so that several can stand side by side. */
    record Field(int header, String text) implements ExtensionSelector {
        @Override
        public ExtensionSelectorType type() {
            return new ExtensionSelectorType(BASE ^ header);
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
            throw new UnsupportedOperationException("a foreign field does not change");
        }

        @Override
        public String toString() {
            return "foreign " + text;
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
