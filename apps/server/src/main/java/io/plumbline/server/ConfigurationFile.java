package io.plumbline.server;

import com.google.common.collect.ImmutableMap;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.Tag;

/** Reads plumbline.yaml: mappings of settings and nothing else. What it does not know is an error with file and line. */
final class ConfigurationFile {
    private static final int LARGEST_BYTES = 65_536;
    private static final int DEEPEST = 8;

    private final Path file;
    private final Map<Setting, Configuration.Value> values = new EnumMap<>(Setting.class);

    private ConfigurationFile(Path file) {
        this.file = file;
    }

    static ImmutableMap<Setting, Configuration.Value> read(Path file) throws ConfigurationException {
        ConfigurationFile reading = new ConfigurationFile(file);
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(LARGEST_BYTES);
        options.setNestingDepthLimit(DEEPEST);
        options.setMaxAliasesForCollections(0);
        try (Reader text = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            Node root = new Yaml(options).compose(text);
            if (root != null) {
                reading.mapping(root, "");
            }
        } catch (MarkedYAMLException malformed) {
            int line = malformed.getProblemMark() == null
                    ? 1
                    : malformed.getProblemMark().getLine() + 1;
            throw new ConfigurationException(file + ":" + line + ": not YAML: " + malformed.getProblem());
        } catch (YAMLException malformed) {
            throw new ConfigurationException(file + ": not YAML: "
                    + String.valueOf(malformed.getMessage()).lines().findFirst().orElse(""));
        } catch (IOException unreadable) {
            throw new ConfigurationException(file + ": cannot be read: " + unreadable);
        }
        return ImmutableMap.copyOf(reading.values);
    }

    private void mapping(Node node, String path) throws ConfigurationException {
        if (!(node instanceof MappingNode mapping)) {
            throw wrong(node, path.isEmpty() ? "the file" : path, "must be a mapping of " + known(path));
        }
        for (NodeTuple entry : mapping.getValue()) {
            Node key = entry.getKeyNode();
            String name = key instanceof ScalarNode scalar ? scalar.getValue() : "a key that is no text";
            String member = path.isEmpty() ? name : path + "." + name;
            Optional<Setting> setting = Setting.withKey(member);
            if (setting.isPresent()) {
                value(setting.get(), key, entry.getValueNode());
            } else if (isSection(member)) {
                mapping(entry.getValueNode(), member);
            } else {
                throw wrong(key, shown(member), "unknown key; known here: " + known(path));
            }
        }
    }

    private void value(Setting setting, Node key, Node node) throws ConfigurationException {
        if (!(node instanceof ScalarNode scalar)
                || node.getTag().equals(Tag.NULL)
                || scalar.getValue().isEmpty()) {
            throw wrong(key, setting.key(), "must be one value");
        }
        String text = setting.isPath() ? relative(scalar.getValue()) : scalar.getValue();
        String origin = file + ":" + (node.getStartMark().getLine() + 1);
        if (values.putIfAbsent(setting, new Configuration.Value(text, origin)) != null) {
            throw wrong(key, setting.key(), "stands here twice");
        }
    }

    /** A path in the file is meant from the file's folder. */
    private String relative(String path) {
        Path folder = file.toAbsolutePath().getParent();
        return folder == null ? path : folder.resolve(path).normalize().toString();
    }

    private static boolean isSection(String path) {
        return Arrays.stream(Setting.values()).anyMatch(setting -> setting.key().startsWith(path + "."));
    }

    private static String known(String path) {
        String prefix = path.isEmpty() ? "" : path + ".";
        return String.join(
                ", ",
                Arrays.stream(Setting.values())
                        .map(Setting::key)
                        .filter(key -> key.startsWith(prefix))
                        .map(key -> key.substring(prefix.length()).split("\\.", 2)[0])
                        .distinct()
                        .toList());
    }

    private ConfigurationException wrong(Node at, String field, String why) {
        return new ConfigurationException(file + ":" + (at.getStartMark().getLine() + 1) + ": " + field + ": " + why);
    }

    private static String shown(String text) {
        String cut = text.length() <= 80 ? text : text.substring(0, 80) + "...";
        return cut.replaceAll("[^\\x20-\\x7e]", "?");
    }
}
