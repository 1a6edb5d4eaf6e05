package io.plumbline.proofs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.collect.ImmutableBiMap;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * JSON of records, both ways: a member for each component, by its name. So nothing that a record holds can be forgotten in a file, and
 * what is read back equals what was written.
 *
 * <p>Whole numbers are numbers, enums their names, lists and sets arrays, maps objects; what is absent is null. Times that are not known
 * are null as well. Reading takes exactly the members that writing makes, each of its own type.
 */
final class RecordJson {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    /** Components that go by a shorter name. */
    private static final ImmutableBiMap<String, String> NAMES =
            ImmutableBiMap.of("linkId", "link", "className", "class");

    /** Instants that stand for none: a reservation without end, an entry that stays booked, a ledger that was never told the time. */
    private static final ImmutableMap<String, Long> NONE =
            ImmutableMap.of("endNanos", Long.MAX_VALUE, "untilNanos", Long.MAX_VALUE, "nowNanos", Long.MIN_VALUE);

    private RecordJson() {}

    static ObjectNode write(Record value) {
        ObjectNode object = JSON.objectNode();
        for (RecordComponent component : value.getClass().getRecordComponents()) {
            Object member = member(value, component);
            boolean none = member.equals(NONE.get(component.getName()));
            object.set(name(component), none ? JSON.nullNode() : node(member));
        }
        return object;
    }

    private static Object member(Record value, RecordComponent component) {
        try {
            return component.getAccessor().invoke(value);
        } catch (ReflectiveOperationException bug) {
            throw new IllegalStateException(bug);
        }
    }

    private static String name(RecordComponent component) {
        return NAMES.getOrDefault(component.getName(), component.getName());
    }

    private static JsonNode node(Object value) {
        return switch (value) {
            case Long number -> JSON.numberNode(number);
            case Integer number -> JSON.numberNode(number);
            case Boolean flag -> JSON.booleanNode(flag);
            case String text -> JSON.textNode(text);
            case Enum<?> constant -> JSON.textNode(constant.name());
            case Optional<?> optional -> optional.isPresent() ? node(optional.get()) : JSON.nullNode();
            case Record record -> write(record);
            case Collection<?> items -> {
                ArrayNode array = JSON.arrayNode(items.size());
                items.forEach(item -> array.add(node(item)));
                yield array;
            }
            case Map<?, ?> map -> {
                ObjectNode object = JSON.objectNode();
                map.forEach((key, item) -> object.set((String) key, node(item)));
                yield object;
            }
            default -> throw new IllegalStateException("no JSON for " + value.getClass());
        };
    }

    /** The record of an object with exactly its members. */
    static <R extends Record> R read(Class<R> type, JsonNode node, String pointer) throws ProofFormatException {
        if (!(node instanceof ObjectNode object)) {
            throw wrong(pointer, "not an object", "an object", node);
        }
        RecordComponent[] components = type.getRecordComponents();
        Set<String> known = new HashSet<>();
        Object[] values = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            String name = name(components[i]);
            known.add(name);
            values[i] = member(components[i], object.get(name), child(pointer, name));
        }
        refuseUnknown(object, known, pointer);
        try {
            return constructor(type, components).newInstance(values);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof IllegalArgumentException refused) {
                throw new ProofFormatException(pointer, String.valueOf(refused.getMessage()), "", "");
            }
            throw new IllegalStateException(e);
        } catch (ReflectiveOperationException bug) {
            throw new IllegalStateException(bug);
        }
    }

    /** Every member must be one of these. */
    static void refuseUnknown(ObjectNode object, Set<String> known, String pointer) throws ProofFormatException {
        for (Iterator<String> names = object.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!known.contains(name)) {
                throw new ProofFormatException(
                        child(pointer, name),
                        "unknown member",
                        String.join(", ", ImmutableSortedSet.copyOf(known)),
                        name);
            }
        }
    }

    private static <R extends Record> Constructor<R> constructor(Class<R> type, RecordComponent[] components)
            throws NoSuchMethodException {
        return type.getDeclaredConstructor(
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
    }

    private static Object member(RecordComponent component, @Nullable JsonNode node, String pointer)
            throws ProofFormatException {
        if (node == null) {
            throw new ProofFormatException(pointer, "missing", "", "");
        }
        Long none = NONE.get(component.getName());
        return none != null && node.isNull() ? none : value(component.getGenericType(), node, pointer);
    }

    private static Object value(Type type, JsonNode node, String pointer) throws ProofFormatException {
        if (type instanceof ParameterizedType generic) {
            return generic(generic, node, pointer);
        } else if (type == long.class || type == Long.class) {
            return whole(node, Long.MIN_VALUE, Long.MAX_VALUE, pointer);
        } else if (type == int.class) {
            return (int) whole(node, Integer.MIN_VALUE, Integer.MAX_VALUE, pointer);
        } else if (type == boolean.class) {
            if (!node.isBoolean()) {
                throw wrong(pointer, "neither true nor false", "true or false", node);
            }
            return node.booleanValue();
        } else if (type == String.class) {
            return text(node, pointer);
        } else if (type instanceof Class<?> plain && plain.isEnum()) {
            return constant(plain, node, pointer);
        } else if (type instanceof Class<?> plain && plain.isRecord()) {
            return read(plain.asSubclass(Record.class), node, pointer);
        }
        throw new IllegalStateException("no JSON for " + type);
    }

    private static Object generic(ParameterizedType type, JsonNode node, String pointer) throws ProofFormatException {
        Type[] of = type.getActualTypeArguments();
        Type raw = type.getRawType();
        if (raw == Optional.class) {
            return node.isNull() ? Optional.empty() : Optional.of(value(of[0], node, pointer));
        } else if (raw == ImmutableList.class) {
            return items(of[0], node, pointer);
        } else if (raw == ImmutableSortedSet.class) {
            return ImmutableSortedSet.copyOf(comparable(distinct(of[0], node, pointer)));
        } else if (raw == ImmutableSet.class) {
            return ImmutableSet.copyOf(distinct(of[0], node, pointer));
        } else if (raw == ImmutableSortedMap.class && of[0] == String.class) {
            return ImmutableSortedMap.copyOf(members(of[1], node, pointer));
        } else if (raw == ImmutableMap.class && of[0] == String.class) {
            return members(of[1], node, pointer);
        }
        throw new IllegalStateException("no JSON for " + type);
    }

    private static ImmutableList<Object> items(Type type, JsonNode node, String pointer) throws ProofFormatException {
        if (!(node instanceof ArrayNode array)) {
            throw wrong(pointer, "not an array", "an array", node);
        }
        ImmutableList.Builder<Object> items = ImmutableList.builder();
        for (int i = 0; i < array.size(); i++) {
            items.add(value(type, array.get(i), pointer + "/" + i));
        }
        return items.build();
    }

    private static ImmutableList<Object> distinct(Type type, JsonNode node, String pointer)
            throws ProofFormatException {
        ImmutableList<Object> items = items(type, node, pointer);
        Set<Object> seen = new HashSet<>();
        for (int i = 0; i < items.size(); i++) {
            if (!seen.add(items.get(i))) {
                throw wrong(pointer + "/" + i, "stands here twice", "each once", node.get(i));
            }
        }
        return items;
    }

    @SuppressWarnings("unchecked") // the element type of a sorted set, by its declaration
    private static Collection<Comparable<Object>> comparable(ImmutableList<Object> items) {
        return (Collection<Comparable<Object>>) (Collection<?>) items;
    }

    private static ImmutableMap<String, Object> members(Type type, JsonNode node, String pointer)
            throws ProofFormatException {
        if (!(node instanceof ObjectNode object)) {
            throw wrong(pointer, "not an object", "an object", node);
        }
        ImmutableMap.Builder<String, Object> members = ImmutableMap.builder();
        for (Map.Entry<String, JsonNode> member : object.properties()) {
            members.put(member.getKey(), value(type, member.getValue(), child(pointer, member.getKey())));
        }
        return members.buildOrThrow();
    }

    private static long whole(JsonNode node, long least, long most, String pointer) throws ProofFormatException {
        String limit = "a whole number from " + least + " to " + most;
        if (!node.isIntegralNumber()) {
            throw wrong(pointer, "not a whole number", limit, node);
        }
        if (!node.canConvertToLong() || node.longValue() < least || node.longValue() > most) {
            throw wrong(pointer, "out of range", limit, node);
        }
        return node.longValue();
    }

    static String text(JsonNode node, String pointer) throws ProofFormatException {
        if (!node.isTextual()) {
            throw wrong(pointer, "not a text", "a text", node);
        }
        return node.textValue();
    }

    private static Object constant(Class<?> type, JsonNode node, String pointer) throws ProofFormatException {
        String name = text(node, pointer);
        for (Object constant : type.getEnumConstants()) {
            if (((Enum<?>) constant).name().equals(name)) {
                return constant;
            }
        }
        throw wrong(pointer, "unknown word", Arrays.toString(type.getEnumConstants()), node);
    }

    static ProofFormatException wrong(String pointer, String problem, String limit, JsonNode found) {
        String shown = found.isContainerNode() ? (found.isArray() ? "an array" : "an object") : found.toString();
        return new ProofFormatException(pointer, problem, limit, shown);
    }

    /** RFC 6901: ~ and / of a name are escaped. */
    static String child(String pointer, String name) {
        return pointer + "/" + name.replace("~", "~0").replace("/", "~1");
    }
}
