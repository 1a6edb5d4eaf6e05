package io.plumbline.southbound.openflow.translation;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.plumbline.southbound.api.ProgramUpdate.PutRule;
import io.plumbline.southbound.openflow.wire.MalformedMessage;
import io.plumbline.southbound.openflow.wire.Span;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.onosproject.net.DeviceId;
import org.onosproject.net.PortNumber;
import org.onosproject.net.flow.FlowRule;
import org.onosproject.net.flow.TrafficSelector;
import org.onosproject.net.flow.TrafficTreatment;
import org.projectfloodlight.openflow.protocol.OFFactories;
import org.projectfloodlight.openflow.protocol.OFFlowMod;
import org.projectfloodlight.openflow.protocol.OFVersion;

/** What the codec writes and what we read by hand are each other's inverse, for random rules. */
class TranslationTest {
    private static final DeviceId DEVICE = DeviceId.deviceId("of:0000000000000007");
    private static final int RULES = 1000;
    private static final int FIXED_BYTES = 48;

    @ParameterizedTest
    @EnumSource(names = {"OF_13", "OF_14", "OF_15"})
    void ruleThatIsWritten_readsAsItWas(OFVersion version) throws Exception {
        Dialect dialect = new Dialect(OFFactories.getFactory(version), DEVICE);
        long seed = System.nanoTime();
        RandomRules rules = new RandomRules(seed, DEVICE);
        for (int i = 0; i < RULES; i++) {
            FlowRule rule = rules.next();
            ByteBuf bytes = Unpooled.buffer();
            dialect.write(new PutRule(rule), 5, bytes);
            Span message = Span.of(bytes).skip(FIXED_BYTES);
            TrafficSelector selector = new SelectorTranslation(DEVICE).selector(message.padded("match"));
            TrafficTreatment treatment = new TreatmentTranslation(DEVICE).treatment(message);
            assertThat(selector).as("match of rule %d of seed %d", i, seed).isEqualTo(rule.selector());
            assertThat(treatment).as("treatment of rule %d of seed %d", i, seed).isEqualTo(rule.treatment());

            OFFlowMod mod = (OFFlowMod) dialect.factory().getReader().readFrom(bytes);
            assertThat(mod.getCookie().getValue()).isEqualTo(rule.id().value());
            assertThat(mod.getHardTimeout()).isEqualTo(rule.hardTimeout());
            assertThat(mod.getPriority()).isEqualTo(rule.priority());
            assertThat(mod.getXid()).isEqualTo(5);
        }
    }

    @Test
    void portNumbers_goBothWays() throws Exception {
        for (PortNumber port : new PortNumber[] {
            PortNumber.portNumber(1),
            PortNumber.portNumber(0xffff_ff00L),
            PortNumber.CONTROLLER,
            PortNumber.LOCAL,
            PortNumber.IN_PORT,
            PortNumber.ALL,
            PortNumber.FLOOD,
            PortNumber.NORMAL,
            PortNumber.TABLE,
            PortNumber.ANY
        }) {
            assertThat(Ports.fromOpenFlow(Ports.toOpenFlow(port).getPortNumber()))
                    .isEqualTo(port);
        }
    }

    @Test
    void fieldsOfOthers_areKeptAsForeign_sideBySide() throws Exception {
        ByteBuf match = Unpooled.buffer();
        match.writeInt(0x0001_0004).writeInt(5); // NXM register 0
        match.writeInt(0x0001_0204).writeInt(6); // NXM register 1
        match.writeInt(0x8000_0004).writeInt(3); // in port
        match.writeInt(0xffff_0006).writeInt(0x4f4e_4600).writeShort(1); // experimenter
        TrafficSelector selector = new SelectorTranslation(DEVICE).selector(Span.of(match));
        assertThat(selector.criteria()).hasSize(4);
        assertThat(selector.toString()).contains("foreign 0001000400000005", "foreign 0001020400000006");
    }

    @Test
    void knownFieldOfWrongLength_isMalformed() {
        for (int length : new int[] {0, 1, 3, 5, 255}) {
            ByteBuf match = Unpooled.buffer().writeInt(0x8000_0000 | length).writeZero(length);
            assertThat(org.assertj.core.api.Assertions.catchThrowable(
                            () -> new SelectorTranslation(DEVICE).selector(Span.of(match))))
                    .as("in port of %d bytes", length)
                    .isInstanceOf(MalformedMessage.class);
        }
    }

    @Test
    void masksOfAddresses_arePrefixesOrForeign() throws Exception {
        assertThat(WireValues.prefixLength(Span.of(Unpooled.buffer().writeInt(0xffff_8000))))
                .isEqualTo(17);
        assertThat(WireValues.prefixLength(Span.of(Unpooled.buffer().writeInt(0xffff_ffff))))
                .isEqualTo(32);
        assertThat(WireValues.prefixLength(Span.of(Unpooled.buffer().writeInt(0))))
                .isZero();
        assertThat(WireValues.prefixLength(Span.of(Unpooled.buffer().writeInt(0xff00_ff00))))
                .isEqualTo(-1);
        assertThat(WireValues.prefixLength(Span.of(Unpooled.buffer().writeInt(0xfe80_0000))))
                .isEqualTo(-1);
        assertThat(WireValues.prefixLength(Span.of(Unpooled.buffer().writeInt(0x0fff_ffff))))
                .isEqualTo(-1);
    }

    @Test
    void textOfSwitches_isMadeHarmless() {
        assertThat(PrintableText.cut("a\u0000b\u001b[31mc\nd\u00e9")).isEqualTo("a?b?[31mc?d?");
        assertThat(PrintableText.cut("x".repeat(1000))).hasSize(256);
    }
}
