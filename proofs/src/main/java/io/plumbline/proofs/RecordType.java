package io.plumbline.proofs;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonToken;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A record as a JSON object: a member for each component, by its name. So nothing that a record holds can be forgotten in a file, and a
 * component that is added stands in it without further ado. Reading takes exactly the members that writing makes, in any order.
 */
final class RecordType<R extends Record> implements JsonType {
    /** Components that go by a shorter name. */
    private static final ImmutableMap<String, String> NAMES = ImmutableMap.of("linkId", "link", "className", "class");

    /** Instants that stand for none and are null: a reservation without end, an entry that stays booked, a ledger that was never told the time. */
    private static final ImmutableMap<String, Long> NONE =
            ImmutableMap.of("endNanos", Long.MAX_VALUE, "untilNanos", Long.MAX_VALUE, "nowNanos", Long.MIN_VALUE);

    /** A component, what it is in JSON, and the number that is null there. */
    private record Part(RecordComponent component, String name, JsonType type, Optional<Long> none) {
        static Part of(RecordComponent component) {
            return new Part(
                    component,
                    Objects.requireNonNull(NAMES.getOrDefault(component.getName(), component.getName())),
                    JsonType.of(component.getGenericType()),
                    Optional.ofNullable(NONE.get(component.getName())));
        }

        /** The record whose members stand here, if it is that. */
        Optional<RecordType<?>> unwrapped() {
            return component.isAnnotationPresent(Unwrapped.class) && type instanceof RecordType<?> inner
                    ? Optional.of(inner)
                    : Optional.empty();
        }

        void write(JsonGenerator out, Record record) throws IOException {
            Object value = value(record);
            if (unwrapped().isPresent()) {
                unwrapped().get().writeMembers(out, (Record) value);
                return;
            }
            out.writeFieldName(name);
            if (none.isPresent() && value.equals(none.get())) {
                out.writeNull();
            } else {
                type.write(out, value);
            }
        }

        private Object value(Record record) {
            try {
                return component.getAccessor().invoke(record);
            } catch (ReflectiveOperationException bug) {
                throw new IllegalStateException(bug);
            }
        }

        Object read(StrictParser in) throws IOException, ProofFormatException {
            return none.isPresent() && in.token() == JsonToken.VALUE_NULL ? none.get() : type.read(in);
        }
    }

    private final Constructor<R> constructor;
    private final ImmutableList<Part> parts;

    /** By name, those of unwrapped records included, in the order of writing. */
    private final ImmutableMap<String, Part> members;

    private RecordType(Class<R> type) {
        RecordComponent[] components = type.getRecordComponents();
        parts = Arrays.stream(components).map(Part::of).collect(ImmutableList.toImmutableList());
        ImmutableMap.Builder<String, Part> named = ImmutableMap.builder();
        for (Part part : parts) {
            part.unwrapped().ifPresentOrElse(inner -> named.putAll(inner.members), () -> named.put(part.name(), part));
        }
        members = named.buildOrThrow();
        try {
            constructor = type.getDeclaredConstructor(
                    Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
        } catch (NoSuchMethodException bug) {
            throw new IllegalStateException(bug);
        }
    }

    /** @throws IllegalStateException when there is no JSON for one of its components */
    static <R extends Record> RecordType<R> of(Class<R> type) {
        return new RecordType<>(type);
    }

    @Override
    public void write(JsonGenerator out, Object value) throws IOException {
        out.writeStartObject();
        writeMembers(out, (Record) value);
        out.writeEndObject();
    }

    /** Inside of an object that was begun. */
    void writeMembers(JsonGenerator out, Record value) throws IOException {
        for (Part part : parts) {
            part.write(out, value);
        }
    }

    @Override
    public R read(StrictParser in) throws IOException, ProofFormatException {
        in.expect(JsonToken.START_OBJECT, "an object");
        return readMembers(in);
    }

    /** What is left of an object that was begun. */
    R readMembers(StrictParser in) throws IOException, ProofFormatException {
        Map<String, Object> values = new LinkedHashMap<>();
        for (String name = in.nextMember(); name != null; name = in.nextMember()) {
            Part member = members.get(name);
            if (member == null) {
                throw in.at(in.pointer(), "unknown member", String.join(", ", members.keySet()), name);
            } else if (values.containsKey(name)) {
                throw in.at(in.pointer(), "stands here twice", "each member once", name);
            }
            in.next();
            values.put(name, member.read(in));
        }
        for (String name : members.keySet()) {
            if (!values.containsKey(name)) {
                throw in.at(in.pointer() + "/" + name, "missing", "", "");
            }
        }
        return build(
                in,
                members.keySet().stream()
                        .map(name -> Objects.requireNonNull(values.get(name)))
                        .iterator());
    }

    private R build(StrictParser in, Iterator<Object> values) throws ProofFormatException {
        Object[] arguments = new Object[parts.size()];
        for (int i = 0; i < arguments.length; i++) {
            Optional<RecordType<?>> inner = parts.get(i).unwrapped();
            arguments[i] = inner.isPresent() ? inner.get().build(in, values) : values.next();
        }
        try {
            return constructor.newInstance(arguments);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof IllegalArgumentException refused) {
                throw in.at(in.pointer(), String.valueOf(refused.getMessage()), "", "");
            }
            throw new IllegalStateException(e);
        } catch (ReflectiveOperationException bug) {
            throw new IllegalStateException(bug);
        }
    }
}
