package io.plumbline.proofs;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonToken;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * One type of value, as JSON: whole numbers are numbers, enums their names, lists and sets arrays, maps objects, records objects ({@link
 * RecordType}); an absent optional is null. What is read back equals what was written, and nothing else is taken.
 */
sealed interface JsonType
        permits JsonType.WholeLong,
                JsonType.WholeInt,
                JsonType.Flag,
                JsonType.Text,
                JsonType.Word,
                JsonType.Maybe,
                JsonType.ListOf,
                JsonType.SetOf,
                JsonType.MapOf,
                RecordType {
    void write(JsonGenerator out, Object value) throws IOException;

    /** The value that begins at the current token; afterwards that is its last one. */
    Object read(StrictParser in) throws IOException, ProofFormatException;

    /** @throws IllegalStateException when there is no JSON for that type */
    static JsonType of(Type type) {
        if (type instanceof ParameterizedType generic) {
            return of(generic.getRawType(), generic.getActualTypeArguments());
        } else if (type == long.class || type == Long.class) {
            return new WholeLong();
        } else if (type == int.class) {
            return new WholeInt();
        } else if (type == boolean.class) {
            return new Flag();
        } else if (type == String.class) {
            return new Text();
        } else if (type instanceof Class<?> plain && plain.isEnum()) {
            return new Word(plain.asSubclass(Enum.class));
        } else if (type instanceof Class<?> plain && plain.isRecord()) {
            return RecordType.of(plain.asSubclass(Record.class));
        }
        throw new IllegalStateException("no JSON for " + type);
    }

    private static JsonType of(Type raw, Type[] of) {
        if (raw == Optional.class) {
            return new Maybe(of(of[0]));
        } else if (raw == ImmutableList.class) {
            return new ListOf(of(of[0]));
        } else if (raw == ImmutableSortedSet.class) {
            return new SetOf(of(of[0]));
        } else if (raw == ImmutableSortedMap.class && of[0] == String.class) {
            return new MapOf(of(of[1]));
        }
        throw new IllegalStateException("no JSON for " + raw + " of " + Arrays.toString(of));
    }

    record WholeLong() implements JsonType {
        @Override
        public void write(JsonGenerator out, Object value) throws IOException {
            out.writeNumber((Long) value);
        }

        @Override
        public Object read(StrictParser in) throws IOException, ProofFormatException {
            return in.whole(Long.MIN_VALUE, Long.MAX_VALUE);
        }
    }

    record WholeInt() implements JsonType {
        @Override
        public void write(JsonGenerator out, Object value) throws IOException {
            out.writeNumber((Integer) value);
        }

        @Override
        public Object read(StrictParser in) throws IOException, ProofFormatException {
            return (int) in.whole(Integer.MIN_VALUE, Integer.MAX_VALUE);
        }
    }

    record Flag() implements JsonType {
        @Override
        public void write(JsonGenerator out, Object value) throws IOException {
            out.writeBoolean((Boolean) value);
        }

        @Override
        public Object read(StrictParser in) throws IOException, ProofFormatException {
            if (in.token() != JsonToken.VALUE_TRUE && in.token() != JsonToken.VALUE_FALSE) {
                throw in.wrong("neither true nor false", "true or false");
            }
            return in.token() == JsonToken.VALUE_TRUE;
        }
    }

    record Text() implements JsonType {
        @Override
        public void write(JsonGenerator out, Object value) throws IOException {
            out.writeString((String) value);
        }

        @Override
        public Object read(StrictParser in) throws IOException, ProofFormatException {
            return in.text();
        }
    }

    record Word(Class<? extends Enum> words) implements JsonType {
        @Override
        public void write(JsonGenerator out, Object value) throws IOException {
            out.writeString(((Enum<?>) value).name());
        }

        @Override
        public Object read(StrictParser in) throws IOException, ProofFormatException {
            String word = in.text();
            for (Enum<?> constant : words.getEnumConstants()) {
                if (constant.name().equals(word)) {
                    return constant;
                }
            }
            throw in.wrong("unknown word", Arrays.toString(words.getEnumConstants()));
        }
    }

    record Maybe(JsonType of) implements JsonType {
        @Override
        public void write(JsonGenerator out, Object value) throws IOException {
            Optional<?> optional = (Optional<?>) value;
            if (optional.isPresent()) {
                of.write(out, optional.get());
            } else {
                out.writeNull();
            }
        }

        @Override
        public Object read(StrictParser in) throws IOException, ProofFormatException {
            return in.token() == JsonToken.VALUE_NULL ? Optional.empty() : Optional.of(of.read(in));
        }
    }

    record ListOf(JsonType of) implements JsonType {
        @Override
        public void write(JsonGenerator out, Object value) throws IOException {
            out.writeStartArray();
            for (Object item : (Iterable<?>) value) {
                of.write(out, item);
            }
            out.writeEndArray();
        }

        @Override
        public Object read(StrictParser in) throws IOException, ProofFormatException {
            in.expect(JsonToken.START_ARRAY, "an array");
            ImmutableList.Builder<Object> items = ImmutableList.builder();
            while (in.next() != JsonToken.END_ARRAY) {
                items.add(of.read(in));
            }
            return items.build();
        }
    }

    /** Sets of what has an order. */
    record SetOf(JsonType of) implements JsonType {
        @Override
        public void write(JsonGenerator out, Object value) throws IOException {
            new ListOf(of).write(out, value);
        }

        @Override
        @SuppressWarnings("unchecked") // the element type of a sorted set, by its declaration
        public Object read(StrictParser in) throws IOException, ProofFormatException {
            in.expect(JsonToken.START_ARRAY, "an array");
            TreeSet<Comparable<Object>> items = new TreeSet<>();
            while (in.next() != JsonToken.END_ARRAY) {
                Comparable<Object> item = (Comparable<Object>) of.read(in);
                if (!items.add(item)) {
                    throw in.at(in.pointer(), "stands here twice", "each once", item.toString());
                }
            }
            return ImmutableSortedSet.copyOf(items);
        }
    }

    /** Maps by text. */
    record MapOf(JsonType of) implements JsonType {
        @Override
        public void write(JsonGenerator out, Object value) throws IOException {
            out.writeStartObject();
            for (Map.Entry<?, ?> entry : ((Map<?, ?>) value).entrySet()) {
                out.writeFieldName((String) entry.getKey());
                of.write(out, entry.getValue());
            }
            out.writeEndObject();
        }

        @Override
        public Object read(StrictParser in) throws IOException, ProofFormatException {
            in.expect(JsonToken.START_OBJECT, "an object");
            TreeMap<String, Object> members = new TreeMap<>();
            for (String name = in.nextMember(); name != null; name = in.nextMember()) {
                if (members.containsKey(name)) {
                    throw in.at(in.pointer(), "stands here twice", "each name once", name);
                }
                in.next();
                members.put(name, of.read(in));
            }
            return ImmutableSortedMap.copyOf(members, Comparator.<String>naturalOrder());
        }
    }
}
