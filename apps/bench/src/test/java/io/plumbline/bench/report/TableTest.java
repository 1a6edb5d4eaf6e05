package io.plumbline.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TableTest {

    @Test
    void figures_haveAsManyDigitsAsAPersonReads() {
        assertThat(Table.figure(0.123)).isEqualTo("0.12");
        assertThat(Table.figure(12.34)).isEqualTo("12.3");
        assertThat(Table.figure(1234567.8)).isEqualTo("1,234,568");
    }

    @Test
    void columns_lineUp() {
        Table table = new Table("who", "p50").line("us", 1.0).line("somebody else", 1000.0);
        assertThat(table.toString())
                .isEqualTo("  who              p50\n  us              1.00\n  somebody else  1,000\n");
    }
}
