package io.plumbline.southbound.openflow.connection;

import io.netty.buffer.ByteBuf;
import io.plumbline.southbound.api.SwitchDescription;
import io.plumbline.southbound.api.SwitchPort;
import io.plumbline.southbound.openflow.translation.Dialect;
import io.plumbline.southbound.openflow.translation.PrintableText;
import io.plumbline.southbound.openflow.wire.Bundles;
import io.plumbline.southbound.openflow.wire.ErrorMessage;
import io.plumbline.southbound.openflow.wire.Features;
import io.plumbline.southbound.openflow.wire.Header;
import io.plumbline.southbound.openflow.wire.Hello;
import io.plumbline.southbound.openflow.wire.MalformedMessage;
import io.plumbline.southbound.openflow.wire.Multipart;
import io.plumbline.southbound.openflow.wire.PortDescription;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.onosproject.net.DeviceId;
import org.projectfloodlight.openflow.protocol.OFFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks who the switch is, makes sure that no other connection is the same switch, and asks what it can do. All questions of the second
 * round go out at once, a barrier behind them: what is unanswered when it comes back, the switch does not know.
 */
final class Describing implements Phase {
    private static final Logger LOG = LoggerFactory.getLogger(Describing.class);
    private static final int STALE = 0;

    private final SwitchConnection connection;
    private final OFFactory codec;
    private final DescribingRequests requests;
    private final SortedMap<Long, SwitchPort> ports = new TreeMap<>();
    private @Nullable Features features;
    private Dialect dialect;
    private DeviceId device = DeviceId.NONE;
    private Optional<Multipart.Description> description = Optional.empty();
    private Optional<Multipart.MeterFeatures> meterFeatures = Optional.empty();
    private boolean portsComplete;
    private long maxGroups;
    private boolean bundles;

    Describing(SwitchConnection connection, OFFactory codec) {
        this.connection = connection;
        this.codec = codec;
        this.dialect = new Dialect(codec, device);
        this.requests = new DescribingRequests(connection, codec);
    }

    @Override
    public void begin() {
        requests.askFeatures();
    }

    @Override
    public void receive(Header header, ByteBuf frame) throws MalformedMessage {
        switch (header.type()) {
            case Header.FEATURES_REPLY -> identify(Features.read(frame));
            case Header.MULTIPART_REPLY -> describe(Multipart.read(frame));
            case Header.PORT_STATUS -> portStatus(PortDescription.Status.read(frame));
            case Header.BARRIER_REPLY -> finish(header.xid());
            case Header.EXPERIMENTER, Header.BUNDLE_CONTROL ->
                bundles |= Bundles.readControl(header, frame).orElse(-1) == Bundles.OPENED;
            case Header.ERROR -> error(ErrorMessage.read(frame));
            default -> LOG.debug("{}: message type {} during the handshake", connection.remote(), header.type());
        }
    }

    private void identify(Features found) {
        if (features != null) {
            return;
        }
        features = found;
        device = DeviceId.deviceId(String.format("of:%016x", found.datapathId()));
        dialect = new Dialect(codec, device);
        if (found.auxiliary() != 0) {
            connection.fail("an auxiliary connection, which we do not use");
        } else {
            claim(found.datapathId());
        }
    }

    private void claim(long datapathId) {
        if (!connection.channel().isActive()) {
            return;
        }
        SwitchConnection other = connection.listener().claim(datapathId, connection);
        if (other == null) {
            requests.askRest();
            return;
        }
        LOG.debug("{} says it is {}, as {} does", connection.remote(), device, other.remote());
        other.probe().thenAccept(alive -> connection.run(() -> settle(datapathId, other, alive)));
    }

    private void settle(long datapathId, SwitchConnection other, boolean alive) {
        if (connection.failed()) {
            return;
        }
        if (alive) {
            connection.fail("duplicate datapath id: " + device + " is connected from " + other.remote()
                    + " and answers there; " + connection.remote() + " says it is the same");
            return;
        }
        other.disconnect(
                "no answer to an echo request, and " + device + " connected again from " + connection.remote());
        other.closed().thenRun(() -> connection.run(() -> claim(datapathId)));
    }

    private void describe(Multipart part) throws MalformedMessage {
        switch (part.type()) {
            case Multipart.DESCRIPTION -> description = Optional.of(part.description());
            case Multipart.METER_FEATURES -> meterFeatures = Optional.of(part.meterFeatures());
            case Multipart.GROUP_FEATURES -> maxGroups = part.maxGroups();
            case Multipart.PORT_DESCRIPTIONS -> {
                for (PortDescription port : PortDescription.list(part.body(), connection.version())) {
                    addPort(port);
                }
                portsComplete = !part.more();
            }
            default -> LOG.debug("{}: multipart type {} was not asked for", connection.remote(), part.type());
        }
    }

    private void addPort(PortDescription port) throws MalformedMessage {
        if (port.physical()) {
            ports.put(Integer.toUnsignedLong(port.number()), dialect.port(port));
            if (ports.size() > connection.settings().limits().ports()) {
                throw new MalformedMessage(
                        "more than " + connection.settings().limits().ports() + " ports");
            }
        }
    }

    private void portStatus(PortDescription.Status status) throws MalformedMessage {
        if (status.reason() == PortDescription.DELETED) {
            ports.remove(Integer.toUnsignedLong(status.port().number()));
        } else {
            addPort(status.port());
        }
    }

    private void error(ErrorMessage error) {
        String what = requests.name(error.xid());
        if (error.type() == ErrorMessage.ROLE_REQUEST_FAILED && error.code() == STALE) {
            connection.fail("another controller is its master with a newer generation than "
                    + connection.settings().generationId());
        } else {
            LOG.debug("{} does not know {}: {}", device, what, error.text());
        }
    }

    private void finish(int xid) {
        if (!requests.isLast(xid)) {
            return;
        }
        if (description.isEmpty() || !portsComplete) {
            connection.fail("it does not " + (portsComplete ? "describe itself" : "list its ports"));
            return;
        }
        SwitchDescription described = described(description.get());
        connection.become(new ConnectedSwitch(
                connection,
                device,
                dialect,
                described,
                Drivers.limits(described, meterFeatures, maxGroups, bundles),
                ports));
    }

    private SwitchDescription described(Multipart.Description text) {
        return new SwitchDescription(
                PrintableText.cut(text.manufacturer()),
                PrintableText.cut(text.hardware()),
                PrintableText.cut(text.software()),
                PrintableText.cut(text.serialNumber()),
                PrintableText.cut(text.datapath()),
                "OpenFlow " + Hello.name(connection.version()),
                connection.remote());
    }

    @Override
    public void ended(String reason) {
        if (connection.failed()) {
            connection.refused(device, reason);
        } else {
            LOG.info("{} from {}: {} during the handshake", device, connection.remote(), reason);
        }
    }
}
