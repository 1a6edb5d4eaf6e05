package io.plumbline.southbound.openflow.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.projectfloodlight.openflow.protocol.OFFactories;
import org.projectfloodlight.openflow.protocol.OFFactory;
import org.projectfloodlight.openflow.protocol.OFMessage;
import org.projectfloodlight.openflow.protocol.OFVersion;
import org.projectfloodlight.openflow.protocol.match.MatchField;
import org.projectfloodlight.openflow.types.OFPort;

/**
 * The message factory of each version, loaded once, on a thread of its own: loading one takes up to a second, which no event loop has,
 * and most controllers never meet a second version.
 */
public final class Codecs {
    private final Map<OFVersion, CompletableFuture<OFFactory>> loaded = new EnumMap<>(OFVersion.class);

    /** The factory of this version, loaded or being loaded. */
    public synchronized CompletionStage<OFFactory> of(OFVersion version) {
        return loaded.computeIfAbsent(version, Codecs::load);
    }

    private static CompletableFuture<OFFactory> load(OFVersion version) {
        CompletableFuture<OFFactory> factory = new CompletableFuture<>();
        Thread.ofPlatform().daemon().name("openflow-codec-" + version).start(() -> {
            try {
                factory.complete(warm(OFFactories.getFactory(version)));
            } catch (RuntimeException | LinkageError failed) {
                factory.completeExceptionally(failed);
            }
        });
        return factory;
    }

    /** Writes and reads a rule once, which loads most of the classes. */
    private static OFFactory warm(OFFactory factory) {
        OFMessage rule = factory.buildFlowAdd()
                .setMatch(factory.buildMatch()
                        .setExact(MatchField.IN_PORT, OFPort.of(1))
                        .build())
                .build();
        ByteBuf bytes = Unpooled.buffer();
        rule.writeTo(bytes);
        try {
            factory.getReader().readFrom(bytes);
        } catch (org.projectfloodlight.openflow.exceptions.OFParseError own) {
            throw new IllegalStateException("the codec does not read what it wrote", own);
        }
        return factory;
    }
}
