package io.plumbline.bench.pce.instance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.plumbline.controller.inventory.InventoryException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestFileTest {

    @TempDir
    private Path folder;

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("requests"), text);
    }

    @Test
    void demandsAreAskedForBothWays_commaLinesOneWay() throws Exception {
        RequestFile file = RequestFile.read(file("# SNDlib\nD 14 12 34\n\nParis, Rome\nParis,Bonn,200,1500\n"));
        assertThat(file.lines())
                .containsExactly(
                        new RequestFile.Line(2, "14", "12", OptionalLong.empty(), OptionalLong.empty()),
                        new RequestFile.Line(2, "12", "14", OptionalLong.empty(), OptionalLong.empty()),
                        new RequestFile.Line(4, "Paris", "Rome", OptionalLong.empty(), OptionalLong.empty()),
                        new RequestFile.Line(5, "Paris", "Bonn", OptionalLong.of(200_000_000), OptionalLong.of(1500)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    D 1 2            | line
                    X 1 2 3          | line
                    1,1              | source and target
                    ,2               | source and target
                    1,2,0            | rate in Mbit/s
                    1,2,1e3          | rate in Mbit/s
                    1,2,5,-1         | deadline in us
                    1,2,5,9999999999 | deadline in us
                    1,2,3,4,5        | line
                    """)
    void badLine_isNamed(String line, String field) throws Exception {
        Path file = file("# first\nD 1 2 3\n" + line + "\n");
        assertThatThrownBy(() -> RequestFile.read(file))
                .isInstanceOf(InventoryException.class)
                .hasMessageStartingWith(file + ":3: " + field)
                .hasMessageContaining("found: ");
    }

    @Test
    void nothingInIt_orNoText_isSaid() throws Exception {
        Path empty = file("# only this\n");
        assertThatThrownBy(() -> RequestFile.read(empty)).hasMessageContaining("no request in it");
        Path binary = Files.write(folder.resolve("binary"), new byte[] {(byte) 0xff, (byte) 0xfe, 0x00});
        assertThatThrownBy(() -> RequestFile.read(binary)).hasMessageContaining("UTF-8");
        Path latin = Files.write(folder.resolve("latin"), "D Köln Bonn 3".getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> RequestFile.read(latin)).hasMessageContaining("UTF-8");
    }

    @Test
    void unknownNode_isNamedWithItsLine() throws Exception {
        RequestFile file = RequestFile.read(file("D 1 2 3\nD 1 9 3\n"));
        assertThatThrownBy(() -> file.require("little", node -> !node.equals("9")))
                .hasMessage(file.file() + ":2: node: is not in little; allowed: a node's id; found: 9");
    }
}
