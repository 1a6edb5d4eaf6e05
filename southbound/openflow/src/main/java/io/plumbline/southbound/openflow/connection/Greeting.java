package io.plumbline.southbound.openflow.connection;

import io.netty.buffer.ByteBuf;
import io.plumbline.southbound.openflow.wire.ErrorMessage;
import io.plumbline.southbound.openflow.wire.Header;
import io.plumbline.southbound.openflow.wire.Hello;
import io.plumbline.southbound.openflow.wire.MalformedMessage;
import java.util.OptionalInt;
import org.onosproject.net.DeviceId;
import org.projectfloodlight.openflow.protocol.OFVersion;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Both sides say HELLO and so agree on a version. Who hangs up before saying anything (Mininet probes so) is nobody's concern. */
final class Greeting implements Phase {
    private static final Logger LOG = LoggerFactory.getLogger(Greeting.class);

    private final SwitchConnection connection;
    private boolean spoke;
    private boolean agreed;

    Greeting(SwitchConnection connection) {
        this.connection = connection;
    }

    @Override
    public void begin() {
        connection.send(
                Hello.write(connection.allocator(), connection.settings().versions()));
    }

    @Override
    public void receive(Header header, ByteBuf frame) throws MalformedMessage {
        if (agreed) {
            return;
        }
        spoke = true;
        if (header.type() == Header.ERROR) {
            connection.fail("refused our HELLO: " + ErrorMessage.read(frame).text());
        } else {
            agree(Hello.read(frame), header);
        }
    }

    private void agree(Hello theirs, Header header) {
        OptionalInt version = theirs.negotiate(connection.settings().versions());
        if (version.isPresent()) {
            agreed = true;
            connection.agreed(versionOf(version.getAsInt()));
            return;
        }
        String reason = "it speaks OpenFlow " + theirs.names() + "; we speak "
                + Hello.names(connection.settings().versions().stream()
                        .map(OFVersion::getWireVersion)
                        .toList());
        connection.send(ErrorMessage.write(
                connection.allocator(),
                header.version(),
                header.xid(),
                ErrorMessage.HELLO_FAILED,
                ErrorMessage.INCOMPATIBLE,
                reason));
        connection.fail(reason);
    }

    private static OFVersion versionOf(int wireVersion) {
        for (OFVersion version : OFVersion.values()) {
            if (version.getWireVersion() == wireVersion) {
                return version;
            }
        }
        throw new IllegalStateException("negotiated wire version " + wireVersion);
    }

    @Override
    public void ended(String reason) {
        if (connection.failed()) {
            connection.refused(DeviceId.NONE, reason);
        } else {
            LOG.debug("{} connected and closed {} HELLO", connection.remote(), spoke ? "after" : "without");
        }
    }
}
