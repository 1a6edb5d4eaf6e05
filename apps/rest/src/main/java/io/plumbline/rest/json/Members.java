package io.plumbline.rest.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.plumbline.controller.intent.InvalidField;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * The members of one JSON object, taken one by one. What is missing, of the wrong type, out of range or never asked for becomes an
 * error; reading goes on, so that a user learns of all errors at once. JSON null is the same as absent.
 */
public final class Members {
    private static final int SHOWN_CHARACTERS = 64;
    private static final Instant FIRST_INSTANT = Instant.parse("1970-01-01T00:00:00Z");
    private static final Instant LAST_INSTANT = Instant.parse("2200-01-01T00:00:00Z");

    private final ObjectNode object;
    private final String prefix;
    private final List<InvalidField> errors;
    private final List<Members> nested = new ArrayList<>();
    private final Set<String> known = new HashSet<>();

    private Members(ObjectNode object, String prefix, List<InvalidField> errors) {
        this.object = object;
        this.prefix = prefix;
        this.errors = errors;
    }

    /** The members of a whole request. */
    public static Members of(ObjectNode object) {
        return new Members(object, "", new ArrayList<>());
    }

    /** Path of a member as the user knows it. */
    public String path(String name) {
        return prefix + name;
    }

    /** Remembers an error. */
    public void reject(String name, String limit, String value) {
        errors.add(new InvalidField(path(name), limit, value));
    }

    /** Remembers an error, if there is one. */
    public void reject(Optional<InvalidField> error) {
        error.ifPresent(errors::add);
    }

    /** Whether nothing was wrong so far. */
    public boolean valid() {
        return errors.isEmpty();
    }

    /** Ends the reading: members that nobody asked for are errors too. */
    public void finish() throws InvalidInputException {
        rejectUnknown();
        if (!errors.isEmpty()) {
            throw new InvalidInputException(ImmutableList.copyOf(errors));
        }
    }

    private void rejectUnknown() {
        object.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                errors.add(new InvalidField(
                        cut(path(name), 2 * SHOWN_CHARACTERS),
                        "absent (unknown member; known here: "
                                + String.join(", ", known.stream().sorted().toList()) + ")",
                        shown(object.get(name))));
            }
        });
        nested.forEach(Members::rejectUnknown);
    }

    /** A nested object; empty when absent, or when it is none. */
    public Optional<Members> object(String name) {
        Optional<JsonNode> node = node(name);
        if (node.isPresent() && node.get() instanceof ObjectNode child) {
            Members members = new Members(child, path(name) + ".", errors);
            nested.add(members);
            return Optional.of(members);
        }
        node.ifPresent(other -> reject(name, "an object", shown(other)));
        return Optional.empty();
    }

    public Optional<Members> requiredObject(String name) {
        require(name, "an object");
        return object(name);
    }

    /** Text of at most {@code longest} characters, none of them a control character. */
    public Optional<String> text(String name, int longest) {
        return node(name).flatMap(node -> text(name, node, longest));
    }

    private Optional<String> text(String name, JsonNode node, int longest) {
        String limit = "text of at most " + longest + " characters without control characters";
        if (!node.isTextual()) {
            reject(name, limit, shown(node));
            return Optional.empty();
        }
        String text = node.textValue();
        if (text.length() > longest) {
            reject(name, limit, text.length() + " characters");
            return Optional.empty();
        }
        if (text.chars().anyMatch(Character::isISOControl)
                || !StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
            reject(name, limit, shown(node));
            return Optional.empty();
        }
        return Optional.of(text);
    }

    public Optional<String> requiredText(String name, int longest) {
        require(name, "text of 1 to " + longest + " characters");
        return text(name, longest);
    }

    /**
     * An array of texts of 1 to {@code longest} characters, each given once; empty when absent.
     *
     * @param most how many there may be
     */
    public ImmutableList<String> texts(String name, int most, int longest) {
        Optional<JsonNode> node = node(name);
        if (node.isEmpty()) {
            return ImmutableList.of();
        }
        if (!node.get().isArray() || node.get().size() > most) {
            reject(
                    name,
                    "an array of at most " + most + " texts",
                    node.get().isArray() ? node.get().size() + " of them" : shown(node.get()));
            return ImmutableList.of();
        }
        Set<String> texts = new LinkedHashSet<>();
        for (int i = 0; i < node.get().size(); i++) {
            String item = name + "[" + i + "]";
            String shown = shown(node.get().get(i));
            text(item, node.get().get(i), longest).ifPresent(text -> {
                if (text.isBlank()) {
                    reject(item, "text of 1 to " + longest + " characters", shown);
                } else if (!texts.add(text)) {
                    reject(item, "given once", shown);
                }
            });
        }
        return ImmutableList.copyOf(texts);
    }

    /** A whole number, written without fraction and exponent. */
    public OptionalLong integer(String name, long least, long most) {
        Optional<JsonNode> node = node(name);
        if (node.isEmpty()) {
            return OptionalLong.empty();
        }
        OptionalLong value = integerIn(node.get(), least, most);
        if (value.isEmpty()) {
            reject(name, "a whole number from " + least + " to " + most, shown(node.get()));
        }
        return value;
    }

    /** Zero stands in for a number that is missing or wrong: the error is remembered, so it is never used. */
    public long requiredInteger(String name, long least, long most) {
        require(name, "a whole number from " + least + " to " + most);
        return integer(name, least, most).orElse(0);
    }

    /** A whole number, or one of some names for numbers. */
    public OptionalLong integerOrName(String name, long least, long most, ImmutableMap<String, Long> names) {
        Optional<JsonNode> node = node(name);
        if (node.isEmpty()) {
            return OptionalLong.empty();
        }
        if (node.get().isTextual()) {
            Long named = names.get(node.get().textValue());
            if (named != null) {
                return OptionalLong.of(named);
            }
        }
        OptionalLong value = integerIn(node.get(), least, most);
        if (value.isEmpty()) {
            reject(
                    name,
                    String.join(", ", names.keySet()) + ", or a whole number from " + least + " to " + most,
                    shown(node.get()));
        }
        return value;
    }

    /** One of some words. */
    public <T> Optional<T> choice(String name, ImmutableMap<String, T> choices) {
        Optional<JsonNode> node = node(name);
        if (node.isEmpty()) {
            return Optional.empty();
        }
        T chosen = node.get().isTextual() ? choices.get(node.get().textValue()) : null;
        if (chosen == null) {
            reject(name, String.join(" or ", choices.keySet()), shown(node.get()));
        }
        return Optional.ofNullable(chosen);
    }

    /** An instant of ISO 8601 with its offset, between 1970 and 2200 (where nanoseconds fit into a long). */
    public Optional<Instant> instant(String name) {
        Optional<JsonNode> node = node(name);
        if (node.isEmpty()) {
            return Optional.empty();
        }
        try {
            Instant instant = Instant.parse(node.get().isTextual() ? node.get().textValue() : "");
            if (!instant.isBefore(FIRST_INSTANT) && instant.isBefore(LAST_INSTANT)) {
                return Optional.of(instant);
            }
        } catch (DateTimeException notAnInstant) {
            // Reported below, as an instant out of range is.
        }
        reject(
                name,
                "an instant such as 2026-11-22T20:00:00Z, from " + FIRST_INSTANT + " to " + LAST_INSTANT,
                shown(node.get()));
        return Optional.empty();
    }

    private void require(String name, String limit) {
        if (node(name).isEmpty()) {
            reject(name, limit, "absent");
        }
    }

    private Optional<JsonNode> node(String name) {
        known.add(name);
        return Optional.ofNullable(object.get(name)).filter(node -> !node.isNull());
    }

    private static OptionalLong integerIn(JsonNode node, long least, long most) {
        if (!node.isIntegralNumber()) {
            return OptionalLong.empty();
        }
        BigInteger value = node.bigIntegerValue();
        boolean inside =
                value.compareTo(BigInteger.valueOf(least)) >= 0 && value.compareTo(BigInteger.valueOf(most)) <= 0;
        return inside ? OptionalLong.of(value.longValueExact()) : OptionalLong.empty();
    }

    /** A value as an error message shows it: short, and as it was written. */
    static String shown(JsonNode node) {
        return switch (node.getNodeType()) {
            case OBJECT -> "an object";
            case ARRAY -> "an array";
            default -> cut(node.toString(), SHOWN_CHARACTERS);
        };
    }

    static String cut(String text, int longest) {
        return text.length() <= longest ? text : text.substring(0, longest) + "...";
    }
}
