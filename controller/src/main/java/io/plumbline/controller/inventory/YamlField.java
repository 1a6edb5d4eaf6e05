package io.plumbline.controller.inventory;

import com.google.common.collect.ImmutableSortedSet;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * A field of a YAML document that knows where it stands. Nothing is constructed from the document but text, so that its tags have no
 * power; aliases of collections are not followed, so that it cannot grow; whatever is not understood is an error.
 */
final class YamlField {
    private static final int MAX_DEPTH = 16;
    private static final Pattern INTEGER = Pattern.compile("-?(0|[1-9][0-9_]*)");

    private final String file;
    private final String path;
    private final Node node;

    private YamlField(String file, String path, Node node) {
        this.file = file;
        this.path = path;
        this.node = node;
    }

    /** The one document of the text. */
    static YamlField document(String file, String text) throws InventoryException {
        LoaderOptions options = new LoaderOptions();
        options.setMaxAliasesForCollections(0);
        options.setNestingDepthLimit(MAX_DEPTH);
        options.setCodePointLimit(Math.max(1, text.length()));
        try {
            Node root = new Yaml(new SafeConstructor(options)).compose(new StringReader(text));
            if (root == null) {
                throw new InventoryException(file, 0, "", "the file is empty", "at least version: 1", "");
            }
            return new YamlField(file, "", root);
        } catch (MarkedYAMLException e) {
            int line = e.getProblemMark() == null ? 0 : e.getProblemMark().getLine() + 1;
            throw new InventoryException(file, line, "", "not YAML: " + firstLine(e.getProblem()), "", "");
        } catch (YAMLException e) {
            throw new InventoryException(file, 0, "", "not YAML: " + firstLine(e.getMessage()), "", "");
        }
    }

    private static String firstLine(@Nullable String message) {
        return message == null ? "unreadable" : message.lines().findFirst().orElse("unreadable");
    }

    String path() {
        return path;
    }

    /** An error at this field. */
    InventoryException wrong(String problem, String limit, String value) {
        return new InventoryException(file, line(), path, problem, limit, value);
    }

    /** An error at this field that shows what stands there. */
    InventoryException wrong(String problem, String limit) {
        return wrong(problem, limit, shown());
    }

    private int line() {
        return node.getStartMark() == null ? 0 : node.getStartMark().getLine() + 1;
    }

    private String shown() {
        return switch (node) {
            case ScalarNode scalar -> scalar.getTag().equals(Tag.NULL) ? "nothing" : scalar.getValue();
            case SequenceNode ignored -> "a list";
            case MappingNode ignored -> "a mapping";
            default -> "an alias";
        };
    }

    /** The members of a mapping that may hold these keys and no others. */
    YamlMapping mapping(String... known) throws InventoryException {
        return mapping(ImmutableSortedSet.copyOf(known));
    }

    YamlMapping mapping(ImmutableSortedSet<String> known) throws InventoryException {
        if (!(node instanceof MappingNode mapping) || !node.getTag().equals(Tag.MAP)) {
            throw wrong("not a mapping", "keys " + String.join(", ", known));
        }
        Map<String, YamlField> members = new LinkedHashMap<>();
        for (NodeTuple tuple : mapping.getValue()) {
            YamlField key = new YamlField(file, path, tuple.getKeyNode());
            String name = key.raw("a key");
            YamlField member = new YamlField(file, path.isEmpty() ? name : path + "." + name, tuple.getValueNode());
            YamlField place = new YamlField(file, member.path, tuple.getKeyNode());
            if (!known.contains(name)) {
                throw place.wrong("unknown key", String.join(", ", known), name);
            }
            if (members.putIfAbsent(name, member) != null) {
                throw place.wrong("the key stands here twice", "each key once", name);
            }
        }
        return new YamlMapping(this, members);
    }

    /** The items of a list. */
    List<YamlField> items(int most) throws InventoryException {
        if (!(node instanceof SequenceNode sequence) || !node.getTag().equals(Tag.SEQ)) {
            throw wrong("not a list", "a list");
        }
        if (sequence.getValue().size() > most) {
            throw wrong("too many", "at most " + most, sequence.getValue().size() + " items");
        }
        List<YamlField> items = new ArrayList<>();
        for (Node item : sequence.getValue()) {
            items.add(new YamlField(file, path + "[" + items.size() + "]", item));
        }
        return items;
    }

    long integer(long least, long most) throws InventoryException {
        String limit = "a whole number from %d to %d".formatted(least, most);
        String text = raw(limit);
        if (!node.getTag().equals(Tag.INT) || !INTEGER.matcher(text).matches()) {
            throw wrong("not a decimal whole number", limit);
        }
        String digits = text.replace("_", "");
        if (digits.length() > 18 || Long.parseLong(digits) < least || Long.parseLong(digits) > most) {
            throw wrong("out of range", limit);
        }
        return Long.parseLong(digits);
    }

    boolean flag() throws InventoryException {
        String text = raw("true or false");
        if (!text.equals("true") && !text.equals("false")) {
            throw wrong("neither true nor false", "true or false");
        }
        return text.equals("true");
    }

    /** Text of that form, whatever type YAML 1.1 takes it for: Norway is NO, and 10:00 is no number here. */
    String text(Pattern pattern, String form) throws InventoryException {
        String text = raw(form);
        if (!pattern.matcher(text).matches()) {
            throw wrong("not of the form that is needed", form);
        }
        return text;
    }

    private String raw(String form) throws InventoryException {
        boolean plain = node instanceof ScalarNode && node.getTag().startsWith(Tag.PREFIX);
        if (!plain || node.getTag().equals(Tag.NULL) || node.getTag().equals(Tag.BINARY)) {
            throw wrong("not a plain value", form);
        }
        return ((ScalarNode) node).getValue();
    }
}
