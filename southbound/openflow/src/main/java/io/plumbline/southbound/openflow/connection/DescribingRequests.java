package io.plumbline.southbound.openflow.connection;

import io.netty.buffer.ByteBuf;
import io.plumbline.southbound.openflow.OpenFlowSettings;
import io.plumbline.southbound.openflow.wire.Bundles;
import io.plumbline.southbound.openflow.wire.Header;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.projectfloodlight.openflow.protocol.OFConfigFlags;
import org.projectfloodlight.openflow.protocol.OFControllerRole;
import org.projectfloodlight.openflow.protocol.OFFactory;
import org.projectfloodlight.openflow.protocol.OFMessage;
import org.projectfloodlight.openflow.protocol.OFVersion;
import org.projectfloodlight.openflow.types.U64;

/** What is asked of a switch before it is one. */
final class DescribingRequests {
    private static final int FEATURES_REQUEST = 5;
    private static final int WHOLE_FRAME = 0xffff;
    /** OFPR_NO_MATCH (table miss) and OFPR_ACTION. */
    private static final long PACKET_IN_REASONS_13 = 0b11;
    /** All but OFPR_INVALID_TTL. */
    private static final long PACKET_IN_REASONS_14 = 0b11_1011;
    /** OFPPR_ADD, DELETE, MODIFY. */
    private static final long PORT_REASONS = 0b111;
    /** OFPRR_IDLE_TIMEOUT, HARD_TIMEOUT, DELETE, GROUP_DELETE; METER_DELETE and EVICTION from 1.4 on. */
    private static final long REMOVAL_REASONS_13 = 0b1111;

    private static final long REMOVAL_REASONS_14 = 0b11_1111;

    private final SwitchConnection connection;
    private final OFFactory factory;
    private final Map<Integer, String> names = new HashMap<>();
    private int lastXid;

    DescribingRequests(SwitchConnection connection, OFFactory factory) {
        this.connection = connection;
        this.factory = factory;
    }

    void askFeatures() {
        ByteBuf out = connection.allocator().buffer(Header.BYTES, Header.BYTES);
        connection.send(bare(out, FEATURES_REQUEST, xid("features")));
    }

    /** Everything else at once, and a barrier. */
    void askRest() {
        ByteBuf out = connection.allocator().buffer(512);
        factory.buildSetConfig()
                .setXid(xid("set config"))
                .setFlags(Set.<OFConfigFlags>of())
                .setMissSendLen(WHOLE_FRAME)
                .build()
                .writeTo(out);
        role().writeTo(out);
        asynchronous().writeTo(out);
        factory.buildDescStatsRequest().setXid(xid("description")).build().writeTo(out);
        factory.buildPortDescStatsRequest()
                .setXid(xid("port descriptions"))
                .build()
                .writeTo(out);
        factory.buildMeterFeaturesStatsRequest()
                .setXid(xid("meter features"))
                .build()
                .writeTo(out);
        factory.buildGroupFeaturesStatsRequest()
                .setXid(xid("group features"))
                .build()
                .writeTo(out);
        int bundle = xid("bundles");
        Bundles.writeControl(connection.version(), bundle, bundle, Bundles.OPEN, out);
        Bundles.writeControl(connection.version(), xid("bundles"), bundle, Bundles.DISCARD, out);
        lastXid = xid("barrier");
        connection.send(bare(out, Header.BARRIER_REQUEST, lastXid));
    }

    private OFMessage role() {
        OpenFlowSettings settings = connection.settings();
        return factory.buildRoleRequest()
                .setXid(xid("role"))
                .setRole(
                        settings.role() == OpenFlowSettings.Role.MASTER
                                ? OFControllerRole.ROLE_MASTER
                                : OFControllerRole.ROLE_EQUAL)
                .setGenerationId(U64.of(settings.generationId()))
                .build();
    }

    /** Asks for every packet-in that a rule or a miss makes, every port change and every end of a rule. */
    private OFMessage asynchronous() {
        if (factory.getVersion() == OFVersion.OF_13) {
            return factory.buildAsyncSet()
                    .setXid(xid("asynchronous messages"))
                    .setPacketInMaskEqualMaster(PACKET_IN_REASONS_13)
                    .setPortStatusMaskEqualMaster(PORT_REASONS)
                    .setFlowRemovedMaskEqualMaster(REMOVAL_REASONS_13)
                    .build();
        }
        return factory.buildAsyncSet()
                .setXid(xid("asynchronous messages"))
                .setProperties(List.of(
                        factory.asyncConfigPropPacketInMaster(PACKET_IN_REASONS_14),
                        factory.asyncConfigPropPortStatusMaster(PORT_REASONS),
                        factory.asyncConfigPropFlowRemovedMaster(REMOVAL_REASONS_14)))
                .build();
    }

    private ByteBuf bare(ByteBuf out, int type, int xid) {
        return Header.write(out, connection.version(), type, Header.BYTES, xid);
    }

    private int xid(String name) {
        int xid = connection.xids(1);
        names.put(xid, name);
        return xid;
    }

    boolean isLast(int xid) {
        return lastXid != 0 && xid == lastXid;
    }

    /** What was asked under this number. */
    String name(int xid) {
        return names.getOrDefault(xid, "transaction " + xid);
    }
}
