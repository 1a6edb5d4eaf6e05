package io.plumbline.controller.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every way to get network.yaml wrong names the file, the line, the field, and what would be right. */
class BadNetworkYamlTest {

    private static Arguments bad(String what, String text, int line, String field, String... said) {
        return Arguments.of(what, text, line, field, said);
    }

    static Stream<Arguments> mistakes() {
        String switches = "version: 1\nswitches:\n- {id: 'of:0000000000000001', name: s1}\n";
        return Stream.of(
                bad("no version", "classes: []\n", 1, "", "version"),
                bad("another version", "version: 2\n", 1, "version", "out of range", "found: 2"),
                bad("empty", "", 0, "", "empty"),
                bad("a list", "- 1\n", 1, "", "not a mapping"),
                bad("unknown key", "version: 1\nlinkz: []\n", 2, "linkz", "unknown key", "links"),
                bad(
                        "unknown nested key",
                        switches + "  \n- {id: 'of:0000000000000002', nam: s2}\n",
                        5,
                        "switches[1].nam"),
                bad("a key twice", "version: 1\nversion: 1\n", 2, "version", "twice"),
                bad(
                        "duplicate switch id",
                        switches + "- {id: 'of:0000000000000001'}\n",
                        4,
                        "switches[1].id",
                        "another switch has this id"),
                bad(
                        "duplicate switch name",
                        switches + "- {id: 'of:0000000000000002', name: s1}\n",
                        4,
                        "switches[1].name",
                        "another switch has this name"),
                bad("bad switch id", "version: 1\nswitches: [{id: s1}]\n", 2, "switches[0].id", "16 lower-case"),
                bad("switch without id", "version: 1\nswitches: [{name: s1}]\n", 2, "switches[0]", "id is missing"),
                bad(
                        "two links on one port",
                        switches + "links:\n- {between: [s1/2, 'of:0000000000000002/1']}\n"
                                + "- {between: [s1/2, 'of:0000000000000003/1']}\n",
                        6,
                        "links[1].between[0]",
                        "used by links[0] already"),
                bad(
                        "one port twice by two names",
                        switches + "links:\n- {between: [s1/2, 'of:0000000000000001/2']}\n",
                        5,
                        "links[0].between[1]",
                        "already"),
                bad(
                        "an access port on a link",
                        switches + "links: [{between: [s1/2, 'of:0000000000000002/1']}]\naccessPorts: [{port: s1/2}]\n",
                        5,
                        "accessPorts[0].port",
                        "used by links[0]"),
                bad(
                        "a host on a link",
                        switches + "links: [{between: [s1/2, 'of:0000000000000002/1']}]\n"
                                + "hosts: [{name: h, mac: '00:00:00:00:00:01', port: s1/2}]\n",
                        5,
                        "hosts[0].port",
                        "end of links[0]"),
                bad(
                        "unknown switch name",
                        switches + "links: [{between: [s1/2, s2/1]}]\n",
                        4,
                        "links[0].between[1]",
                        "s2"),
                bad("one end", switches + "links: [{between: [s1/2]}]\n", 4, "links[0].between", "two ends"),
                bad(
                        "three ends",
                        switches + "links: [{between: [s1/2, s1/3, s1/4]}]\n",
                        4,
                        "links[0].between",
                        "at most 2"),
                bad("port 0", switches + "accessPorts: [{port: s1/0}]\n", 4, "accessPorts[0].port", "port number"),
                bad("huge port", switches + "accessPorts: [{port: s1/99999999999}]\n", 4, "accessPorts[0].port"),
                bad("no port", switches + "accessPorts: [{port: s1}]\n", 4, "accessPorts[0].port", "switch/port"),
                bad(
                        "negative capacity",
                        switches + "accessPorts: [{port: s1/1, capacityBitsPerSecond: -1}]\n",
                        4,
                        "accessPorts[0].capacityBitsPerSecond",
                        "out of range",
                        "found: -1"),
                bad(
                        "huge capacity",
                        "version: 1\ndefaults: {link: {capacityBitsPerSecond: 99999999999999999999}}\n",
                        2,
                        "defaults.link.capacityBitsPerSecond",
                        "out of range"),
                bad(
                        "a fraction",
                        "version: 1\ndefaults: {link: {mtuBytes: 1500.5}}\n",
                        2,
                        "defaults.link.mtuBytes",
                        "whole number"),
                bad("hexadecimal", "version: 1\ndefaults: {link: {mtuBytes: 0x5dc}}\n", 2, "defaults.link.mtuBytes"),
                bad("octal", "version: 1\ndefaults: {link: {mtuBytes: 02734}}\n", 2, "defaults.link.mtuBytes"),
                bad(
                        "text for a number",
                        "version: 1\ndefaults: {link: {mtuBytes: '1500'}}\n",
                        2,
                        "defaults.link.mtuBytes"),
                bad(
                        "a list for a number",
                        "version: 1\ndefaults: {link: {mtuBytes: [1]}}\n",
                        2,
                        "defaults.link.mtuBytes"),
                bad("nothing for a list", "version: 1\nlinks:\n", 2, "links", "not a list", "nothing"),
                bad("yes", "version: 1\ntrustDiscoveredLinks: yes\n", 2, "trustDiscoveredLinks", "true or false"),
                bad(
                        "nothing left to guarantee",
                        "version: 1\ndefaults:\n  link: {capacityBitsPerSecond: 500000}\n",
                        3,
                        "defaults.link",
                        "leave nothing"),
                bad(
                        "unknown class",
                        "version: 1\ndefaults: {link: {classes: {bronze: {bufferBytes: 1}}}}\n",
                        2,
                        "defaults.link.classes.bronze",
                        "unknown key",
                        "gold, silver"),
                bad(
                        "class without budget",
                        "version: 1\nclasses: [{name: iron, pcp: 1, dscp: 1, queue: 1}]\n",
                        1,
                        "",
                        "class iron has neither budget nor buffer"),
                bad(
                        "class name twice",
                        "version: 1\nclasses:\n- {name: gold, pcp: 1, dscp: 1, queue: 1}\n"
                                + "- {name: gold, pcp: 2, dscp: 2, queue: 2}\n",
                        4,
                        "classes[1].name",
                        "another class"),
                bad(
                        "class with the PCP of control",
                        "version: 1\nclasses: [{name: gold, pcp: 7, dscp: 1, queue: 1}]\n",
                        2,
                        "classes[0].pcp",
                        "another class"),
                bad(
                        "class called control",
                        "version: 1\nclasses: [{name: control, pcp: 1, dscp: 1, queue: 1}]\n",
                        2,
                        "classes[0].name",
                        "meaning of its own"),
                bad("PCP 8", "version: 1\nclasses: [{name: gold, pcp: 8, dscp: 1, queue: 1}]\n", 2, "classes[0].pcp"),
                bad(
                        "customers' VLANs in the label range",
                        "version: 1\nlabels: {first: 100, last: 4094}\n",
                        2,
                        "labels.first",
                        "customers' VLANs (1 to 2047) lie in the label range"),
                bad("reserved label", "version: 1\nlabels: {first: 2048, last: 4095}\n", 2, "labels", "4094"),
                bad("empty label range", "version: 1\nlabels: {first: 3000, last: 2999}\n", 2, "labels"),
                bad(
                        "LLDP does not fit",
                        "version: 1\ncontrolClass: {rateBitsPerSecond: 1000}\n",
                        2,
                        "controlClass.rateBitsPerSecond",
                        "8192"),
                bad(
                        "control burst below a packet",
                        "version: 1\ncontrolClass: {burstBytes: 100, maxPacketBytes: 200}\n",
                        2,
                        "controlClass",
                        "at least maxPacketBytes 200"),
                bad("bad host name", "version: 1\nhosts: [{name: 1a, mac: '00:00:00:00:00:01'}]\n", 2, "hosts[0].name"),
                bad("host without MAC", "version: 1\nhosts: [{name: h1}]\n", 2, "hosts[0]", "mac is missing"),
                bad("bad MAC", "version: 1\nhosts: [{name: h1, mac: '00:00'}]\n", 2, "hosts[0].mac"),
                bad("multicast MAC", "version: 1\nhosts: [{name: h1, mac: '01:00:00:00:00:01'}]\n", 2, "hosts[0].mac"),
                bad("broadcast MAC", "version: 1\nhosts: [{name: h1, mac: 'ff:ff:ff:ff:ff:ff'}]\n", 2, "hosts[0].mac"),
                bad(
                        "bad IP",
                        "version: 1\nhosts: [{name: h1, mac: '00:00:00:00:00:01', ips: [10.0.0.256]}]\n",
                        2,
                        "hosts[0].ips[0]"),
                bad(
                        "multicast IP",
                        "version: 1\nhosts: [{name: h1, mac: '00:00:00:00:00:01', ips: [224.0.0.1]}]\n",
                        2,
                        "hosts[0].ips[0]",
                        "unicast"),
                bad(
                        "host name twice",
                        "version: 1\nhosts:\n- {name: h1, mac: '00:00:00:00:00:01'}\n- {name: h1, mac: '00:00:00:00:00:02'}\n",
                        4,
                        "hosts[1].name"),
                bad(
                        "MAC twice",
                        "version: 1\nhosts:\n- {name: h1, mac: '00:00:00:00:00:0a'}\n- {name: h2, mac: '00:00:00:00:00:0A'}\n",
                        4,
                        "hosts[1].mac"),
                bad(
                        "IP twice",
                        "version: 1\nhosts:\n- {name: h1, mac: '00:00:00:00:00:01', ips: ['fd00::1']}\n"
                                + "- {name: h2, mac: '00:00:00:00:00:02', ips: ['fd00:0::1']}\n",
                        4,
                        "hosts[1].ips[0]"),
                bad(
                        "bad country",
                        switches.replace("name: s1", "country: Norway"),
                        3,
                        "switches[0].country",
                        "two capital"),
                bad("not YAML", "version: 1\nlinks: [\n", 3, "", "not YAML"),
                bad("two documents", "version: 1\n---\nversion: 1\n", 2, "", "not YAML"),
                bad("a tab", "version: 1\n\tlinks: []\n", 2, "", "not YAML"),
                bad("a Java object", "version: !!java.net.URL [\"http://x\"]\n", 1, "", "tag"),
                bad("binary", "version: 1\nhosts: [{name: !!binary aGk=, mac: 1}]\n", 2, "hosts[0].name"),
                bad("an alias bomb", bomb(), 0, "", "not YAML", "aliases"),
                bad("a merge key", "version: 1\n<<: {links: []}\n", 2, "<<", "unknown key"),
                bad("deep nesting", "version: " + "[".repeat(1000) + "]".repeat(1000) + "\n", 0, "", "not YAML"),
                bad("a null byte", "version: 1\u0000\n", 0, "", "not YAML"));
    }

    private static String bomb() {
        StringBuilder text = new StringBuilder("version: 1\nlinks:\n- &a0 [x]\n");
        for (int i = 1; i < 12; i++) {
            text.append("- &a%d [%s]\n".formatted(i, ("*a" + (i - 1) + ", ").repeat(10)));
        }
        return text.toString();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("mistakes")
    void eachMistake_isNamedWithItsPlace(String what, String text, int line, String field, String[] said) {
        assertThatExceptionOfType(InventoryException.class)
                .as(what)
                .isThrownBy(() -> NetworkYaml.parse("network.yaml", text))
                .satisfies(wrong -> {
                    assertThat(wrong.field()).isEqualTo(field);
                    assertThat(line == 0 || wrong.line() == line)
                            .as("%s", wrong.getMessage())
                            .isTrue();
                    assertThat(wrong).hasMessageStartingWith("network.yaml").hasMessageContaining(field);
                    assertThat(wrong.getMessage()).doesNotContain("\n").hasSizeLessThan(1_000);
                    for (String words : said) {
                        assertThat(wrong.getMessage()).contains(words);
                    }
                });
    }

    @Test
    void aHugeFile_isNotRead(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("network.yaml");
        Files.writeString(file, "version: 1\n" + "#".repeat(5 << 20));

        assertThatExceptionOfType(InventoryException.class)
                .isThrownBy(() -> NetworkYaml.load(file))
                .withMessageContaining("too large");
    }

    @Test
    void aMissingFile_aFolder_andOtherEncodings_areNamed(@TempDir Path folder) throws Exception {
        Path latin = folder.resolve("latin.yaml");
        Files.write(latin, "version: 1 # \u00e4\n".getBytes(StandardCharsets.ISO_8859_1));

        for (Path path : new Path[] {folder.resolve("none.yaml"), folder, latin}) {
            assertThatExceptionOfType(InventoryException.class)
                    .isThrownBy(() -> NetworkYaml.load(path))
                    .withMessageContaining(String.valueOf(path.getFileName()));
        }
    }

    /** Whatever is done to a good file, reading it gives an inventory or says what is wrong; nothing else escapes. */
    @Test
    void damagedFiles_areReadOrRefused() {
        long seed = 42;
        Random random = new Random(seed);
        for (int round = 0; round < 3_000; round++) {
            StringBuilder text = new StringBuilder(NetworkYamlTest.FULL);
            for (int hits = 1 + random.nextInt(4); hits > 0; hits--) {
                int at = random.nextInt(text.length());
                switch (random.nextInt(3)) {
                    case 0 -> text.setCharAt(at, (char) (32 + random.nextInt(95)));
                    case 1 -> text.deleteCharAt(at);
                    default -> text.insert(at, "{}[]:&*!|>'\"-#\n".charAt(random.nextInt(15)));
                }
            }
            try {
                assertThat(NetworkYaml.parse("network.yaml", text.toString())).isNotNull();
            } catch (InventoryException refused) {
                assertThat(refused).hasMessageStartingWith("network.yaml");
            } catch (RuntimeException escaped) {
                throw new AssertionError("seed " + seed + " round " + round + "\n" + text, escaped);
            }
        }
    }
}
