package io.plumbline.southbound.openflow.connection;

import io.plumbline.southbound.api.SwitchEvent;
import io.plumbline.southbound.openflow.OpenFlowSettings;
import io.plumbline.southbound.openflow.wire.Codecs;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the connections of one southbound share: settings, codecs, where events go, and which datapath id is whose. */
public final class Listener {
    private static final Logger LOG = LoggerFactory.getLogger(Listener.class);

    /** Whoever floods us with connections fills this, not our memory. */
    private static final int MAX_GREETING = 2048;

    private final OpenFlowSettings settings;
    private final Codecs codecs;
    private final Consumer<SwitchEvent> sink;
    private final LongSupplier nanoTime;
    private final AtomicInteger greeting = new AtomicInteger();
    private final Map<Long, SwitchConnection> owners = new ConcurrentHashMap<>();

    public Listener(OpenFlowSettings settings, Codecs codecs, Consumer<SwitchEvent> sink, LongSupplier nanoTime) {
        this.settings = settings;
        this.codecs = codecs;
        this.sink = sink;
        this.nanoTime = nanoTime;
    }

    OpenFlowSettings settings() {
        return settings;
    }

    Codecs codecs() {
        return codecs;
    }

    LongSupplier nanoTime() {
        return nanoTime;
    }

    /** A sink that throws does not cost a switch its connection. */
    void emit(SwitchEvent event) {
        try {
            sink.accept(event);
        } catch (RuntimeException broken) {
            LOG.error("an event of {} was not taken", event.device(), broken);
        }
    }

    /** Counts a connection that is not a switch yet; false when there are too many. */
    boolean greets() {
        return greeting.incrementAndGet() <= MAX_GREETING;
    }

    void greeted() {
        greeting.decrementAndGet();
    }

    /** Makes this connection the one of the datapath id, or tells whose it is. */
    @Nullable
    SwitchConnection claim(long datapathId, SwitchConnection connection) {
        return owners.putIfAbsent(datapathId, connection);
    }

    void ended(SwitchConnection connection) {
        owners.values().remove(connection);
    }
}
