package io.plumbline.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableMap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigurationTest {
    @TempDir
    private Path folder;

    private Configuration configuration(String yaml, Map<Setting, String> flags, Map<String, String> environment)
            throws IOException, ConfigurationException {
        Path file = Files.writeString(folder.resolve("plumbline.yaml"), yaml);
        return Configuration.of(ImmutableMap.copyOf(flags), Optional.of(file), environment);
    }

    @Test
    void nothingSet_isTheDefaults() throws Exception {
        Configuration configuration = Configuration.of(ImmutableMap.of(), Optional.empty(), Map.of());
        assertThat(configuration.text(Setting.REST_HOST)).isEqualTo("127.0.0.1");
        assertThat(configuration.port(Setting.REST_PORT)).isEqualTo(8181);
        assertThat(configuration.text(Setting.OPENFLOW_HOST)).isEqualTo("127.0.0.1");
        assertThat(configuration.port(Setting.OPENFLOW_PORT)).isEqualTo(6653);
        assertThat(configuration.path(Setting.DATA)).isEqualTo(Path.of("plumbline-data"));
        assertThat(configuration.optionalPath(Setting.NETWORK)).isEmpty();
        assertThat(configuration.tls()).isEmpty();
    }

    @Test
    void flag_goesOverEnvironment_overFile_overDefault() throws Exception {
        String yaml = "rest: {port: 1003, host: 127.0.0.3}\nopenflow:\n  port: 2003\n";
        Configuration configuration = configuration(
                yaml,
                Map.of(Setting.REST_PORT, "1001"),
                Map.of("PLUMB_REST_PORT", "1002", "PLUMB_OPENFLOW_PORT", "2002"));

        assertThat(configuration.port(Setting.REST_PORT)).isEqualTo(1001);
        assertThat(configuration.named(Setting.REST_PORT)).isEqualTo("rest.port (--rest-port)");
        assertThat(configuration.port(Setting.OPENFLOW_PORT)).isEqualTo(2002);
        assertThat(configuration.named(Setting.OPENFLOW_PORT)).isEqualTo("openflow.port (PLUMB_OPENFLOW_PORT)");
        assertThat(configuration.text(Setting.REST_HOST)).isEqualTo("127.0.0.3");
        assertThat(configuration.named(Setting.REST_HOST)).endsWith("plumbline.yaml:1)");
        assertThat(configuration.named(Setting.DATA)).isEqualTo("data (default)");
    }

    @Test
    void pathsInTheFile_areMeantFromItsFolder() throws Exception {
        Configuration configuration = configuration("data: ./d\nnetwork: /n.yaml\n", Map.of(), Map.of());
        assertThat(configuration.path(Setting.DATA)).isEqualTo(folder.resolve("d"));
        assertThat(configuration.optionalPath(Setting.NETWORK)).hasValue(Path.of("/n.yaml"));
    }

    @Test
    void fileOfTheEnvironment_isReadWithoutAFlag() throws Exception {
        Path file = Files.writeString(folder.resolve("other.yaml"), "rest: {port: 7}");
        Configuration configuration =
                Configuration.of(ImmutableMap.of(), Optional.empty(), Map.of("PLUMB_CONFIG", file.toString()));
        assertThat(configuration.port(Setting.REST_PORT)).isEqualTo(7);
        assertThat(configuration.file()).hasValue(file);
    }

    @Test
    void emptyFile_setsNothing() throws Exception {
        assertThat(configuration("# nothing yet\n", Map.of(), Map.of()).port(Setting.REST_PORT))
                .isEqualTo(8181);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
                    rest: {prt: 1}                     | :1: rest.prt: unknown key; known here: host, port
                    data: x\\nrset: {port: 1}          | :2: rset: unknown key; known here: rest, openflow, network, data
                    openflow: {tls: {cert: x}}         | :1: openflow.tls.cert: unknown key; known here: certificate, key, trust
                    rest: {port: 1, port: 2}           | :1: rest.port: stands here twice
                    rest: 8181                         | :1: rest: must be a mapping of host, port
                    rest: [1]                          | :1: rest: must be a mapping of host, port
                    rest: {port: {a: 1}}               | :1: rest.port: must be one value
                    rest: {port: }                     | :1: rest.port: must be one value
                    8181                               | :1: the file: must be a mapping of rest
                    rest: {port: 1                     | not YAML
                    rest: {? [a] : 1}                  | :1: rest.a key that is no text: unknown key
                    """)
    void whatTheFileMustNotSay_isNamedWithItsLine(String yaml, String message) {
        assertThatThrownBy(() -> configuration(yaml.replace("\\n", "\n"), Map.of(), Map.of()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(message)
                .hasMessageContaining("plumbline.yaml");
    }

    @Test
    void fileThatIsNotThere_isSaid() {
        assertThatThrownBy(
                        () -> Configuration.of(ImmutableMap.of(), Optional.of(folder.resolve("none.yaml")), Map.of()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("none.yaml: cannot be read");
    }

    @ParameterizedTest
    @CsvSource({"-1", "65536", "80a", "''", "99999999999", "8181.0"})
    void portThatIsNone_isNamedWithItsOrigin(String port) throws Exception {
        Configuration configuration = configuration("", Map.of(), Map.of("PLUMB_REST_PORT", port));
        assertThatThrownBy(() -> configuration.port(Setting.REST_PORT))
                .hasMessage("rest.port (PLUMB_REST_PORT): must be a whole number from 0 to 65535, was \"" + port + '"');
    }

    @Test
    void readBack_isATimeInSeconds() throws Exception {
        assertThat(configuration("", Map.of(), Map.of()).seconds(Setting.OPENFLOW_READ_BACK_SECONDS))
                .isEqualTo(Duration.ofSeconds(30));
        assertThat(configuration("openflow: {readBackSeconds: 0}", Map.of(), Map.of())
                        .seconds(Setting.OPENFLOW_READ_BACK_SECONDS))
                .isZero();
        assertThatThrownBy(() -> configuration("openflow: {readBackSeconds: 86401}", Map.of(), Map.of())
                        .seconds(Setting.OPENFLOW_READ_BACK_SECONDS))
                .hasMessageContaining("openflow.readBackSeconds")
                .hasMessageContaining("from 0 to 86400, was \"86401\"");
    }

    @Test
    void tls_isAllThreeFilesOrNone() throws Exception {
        Configuration part = configuration("openflow: {tls: {key: k}}", Map.of(), Map.of());
        assertThatThrownBy(part::tls).hasMessageContaining("certificate, key and trust");

        Configuration all = configuration("openflow: {tls: {key: k, certificate: c, trust: t}}", Map.of(), Map.of());
        assertThat(all.tls().orElseThrow().key()).isEqualTo(folder.resolve("k"));
    }
}
