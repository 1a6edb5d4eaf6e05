package io.plumbline.server;

import com.google.common.collect.ImmutableMap;
import com.google.common.primitives.Ints;
import io.plumbline.southbound.openflow.TlsFiles;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** The settings in force, each with where it comes from: flag over environment over file over default. */
final class Configuration {
    private static final Path USUAL_FILE = Path.of("plumbline.yaml");
    private static final String FILE_VARIABLE = "PLUMB_CONFIG";

    private final Map<Setting, Value> values = new EnumMap<>(Setting.class);
    private final Optional<Path> file;

    /**
     * @param text as it was set
     * @param origin a flag, a variable, file and line, or {@code default}
     */
    record Value(String text, String origin) {}

    private Configuration(Optional<Path> file) {
        this.file = file;
    }

    /**
     * @param configFlag what {@code --config} names; without it the variable, then plumbline.yaml in the current folder if it is there
     */
    static Configuration of(
            ImmutableMap<Setting, String> flags, Optional<Path> configFlag, Map<String, String> environment)
            throws ConfigurationException {
        Optional<Path> file = configFlag
                .or(() -> Optional.ofNullable(environment.get(FILE_VARIABLE)).map(Path::of))
                .or(() -> Optional.of(USUAL_FILE).filter(Files::exists));
        Configuration configuration = new Configuration(file);
        ImmutableMap<Setting, Value> fromFile =
                file.isPresent() ? ConfigurationFile.read(file.get()) : ImmutableMap.of();
        for (Setting setting : Setting.values()) {
            configuration.values.put(setting, value(setting, flags, environment, fromFile));
        }
        return configuration;
    }

    private static Value value(
            Setting setting,
            ImmutableMap<Setting, String> flags,
            Map<String, String> environment,
            ImmutableMap<Setting, Value> fromFile) {
        String flag = flags.get(setting);
        if (flag != null) {
            return new Value(flag, setting.flag());
        }
        String variable = environment.get(setting.variable());
        if (variable != null) {
            return new Value(variable, setting.variable());
        }
        Value inFile = fromFile.get(setting);
        return inFile != null ? inFile : new Value(setting.fallback(), "default");
    }

    /** The file that was read. */
    Optional<Path> file() {
        return file;
    }

    /** The setting as a message names it: its key, and where its value comes from. */
    String named(Setting setting) {
        return setting.key() + " (" + get(setting).origin() + ")";
    }

    String text(Setting setting) throws ConfigurationException {
        if (get(setting).text().isBlank()) {
            throw wrong(setting, "not empty");
        }
        return get(setting).text();
    }

    /** A TCP port; 0 takes any free one. */
    int port(Setting setting) throws ConfigurationException {
        return number(setting, 65_535);
    }

    /** A time in whole seconds of at most a day; 0 stands for never. */
    Duration seconds(Setting setting) throws ConfigurationException {
        return Duration.ofSeconds(number(setting, 86_400));
    }

    private int number(Setting setting, int most) throws ConfigurationException {
        Integer number = Ints.tryParse(get(setting).text());
        if (number == null || number < 0 || number > most) {
            throw wrong(setting, "a whole number from 0 to " + most);
        }
        return number;
    }

    Path path(Setting setting) throws ConfigurationException {
        try {
            return Path.of(text(setting));
        } catch (InvalidPathException invalid) {
            throw wrong(setting, "a path");
        }
    }

    /** A path that need not be set. */
    Optional<Path> optionalPath(Setting setting) throws ConfigurationException {
        return get(setting).text().isEmpty() ? Optional.empty() : Optional.of(path(setting));
    }

    /** All three files of TLS, or none. */
    Optional<TlsFiles> tls() throws ConfigurationException {
        Optional<Path> certificate = optionalPath(Setting.OPENFLOW_TLS_CERTIFICATE);
        Optional<Path> key = optionalPath(Setting.OPENFLOW_TLS_KEY);
        Optional<Path> trust = optionalPath(Setting.OPENFLOW_TLS_TRUST);
        if (certificate.isPresent() && key.isPresent() && trust.isPresent()) {
            return Optional.of(new TlsFiles(certificate.get(), key.get(), trust.get()));
        }
        if (certificate.isPresent() || key.isPresent() || trust.isPresent()) {
            throw new ConfigurationException(
                    "openflow.tls: certificate, key and trust must be set all three, since TLS is mutual here");
        }
        return Optional.empty();
    }

    private Value get(Setting setting) {
        return values.getOrDefault(setting, new Value(setting.fallback(), "default"));
    }

    private ConfigurationException wrong(Setting setting, String limit) {
        return new ConfigurationException(named(setting) + ": must be " + limit + ", was \""
                + get(setting).text() + '"');
    }
}
