package io.plumbline.southbound.openflow.wire;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;

/** The specification's names of errors (OpenFlow 1.5.1, section 7.5.4; the codes of 1.3 and 1.4 are the same, fewer). */
final class ErrorNames {
    private static final ImmutableMap<Integer, String> TYPES = ImmutableMap.<Integer, String>builder()
            .put(0, "HELLO_FAILED")
            .put(1, "BAD_REQUEST")
            .put(2, "BAD_ACTION")
            .put(3, "BAD_INSTRUCTION")
            .put(4, "BAD_MATCH")
            .put(5, "FLOW_MOD_FAILED")
            .put(6, "GROUP_MOD_FAILED")
            .put(7, "PORT_MOD_FAILED")
            .put(8, "TABLE_MOD_FAILED")
            .put(9, "QUEUE_OP_FAILED")
            .put(10, "SWITCH_CONFIG_FAILED")
            .put(11, "ROLE_REQUEST_FAILED")
            .put(12, "METER_MOD_FAILED")
            .put(13, "TABLE_FEATURES_FAILED")
            .put(14, "BAD_PROPERTY")
            .put(15, "ASYNC_CONFIG_FAILED")
            .put(16, "FLOW_MONITOR_FAILED")
            .put(17, "BUNDLE_FAILED")
            .build();

    private static final ImmutableMap<Integer, ImmutableList<String>> CODES =
            ImmutableMap.<Integer, ImmutableList<String>>builder()
                    .put(0, ImmutableList.of("INCOMPATIBLE", "EPERM"))
                    .put(
                            1,
                            ImmutableList.of(
                                    "BAD_VERSION",
                                    "BAD_TYPE",
                                    "BAD_MULTIPART",
                                    "BAD_EXPERIMENTER",
                                    "BAD_EXP_TYPE",
                                    "EPERM",
                                    "BAD_LEN",
                                    "BUFFER_EMPTY",
                                    "BUFFER_UNKNOWN",
                                    "BAD_TABLE_ID",
                                    "IS_SLAVE",
                                    "BAD_PORT",
                                    "BAD_PACKET",
                                    "MULTIPART_BUFFER_OVERFLOW",
                                    "MULTIPART_REQUEST_TIMEOUT",
                                    "MULTIPART_REPLY_TIMEOUT"))
                    .put(
                            2,
                            ImmutableList.of(
                                    "BAD_TYPE",
                                    "BAD_LEN",
                                    "BAD_EXPERIMENTER",
                                    "BAD_EXP_TYPE",
                                    "BAD_OUT_PORT",
                                    "BAD_ARGUMENT",
                                    "EPERM",
                                    "TOO_MANY",
                                    "BAD_QUEUE",
                                    "BAD_OUT_GROUP",
                                    "MATCH_INCONSISTENT",
                                    "UNSUPPORTED_ORDER",
                                    "BAD_TAG",
                                    "BAD_SET_TYPE",
                                    "BAD_SET_LEN",
                                    "BAD_SET_ARGUMENT",
                                    "BAD_SET_MASK",
                                    "BAD_METER"))
                    .put(
                            3,
                            ImmutableList.of(
                                    "UNKNOWN_INST",
                                    "UNSUP_INST",
                                    "BAD_TABLE_ID",
                                    "UNSUP_METADATA",
                                    "UNSUP_METADATA_MASK",
                                    "BAD_EXPERIMENTER",
                                    "BAD_EXP_TYPE",
                                    "BAD_LEN",
                                    "EPERM",
                                    "DUP_INST"))
                    .put(
                            4,
                            ImmutableList.of(
                                    "BAD_TYPE",
                                    "BAD_LEN",
                                    "BAD_TAG",
                                    "BAD_DL_ADDR_MASK",
                                    "BAD_NW_ADDR_MASK",
                                    "BAD_WILDCARDS",
                                    "BAD_FIELD",
                                    "BAD_VALUE",
                                    "BAD_MASK",
                                    "BAD_PREREQ",
                                    "DUP_FIELD",
                                    "EPERM"))
                    .put(
                            5,
                            ImmutableList.of(
                                    "UNKNOWN",
                                    "TABLE_FULL",
                                    "BAD_TABLE_ID",
                                    "OVERLAP",
                                    "EPERM",
                                    "BAD_TIMEOUT",
                                    "BAD_COMMAND",
                                    "BAD_FLAGS",
                                    "CANT_SYNC",
                                    "BAD_PRIORITY",
                                    "IS_SYNC"))
                    .put(
                            6,
                            ImmutableList.of(
                                    "GROUP_EXISTS",
                                    "INVALID_GROUP",
                                    "WEIGHT_UNSUPPORTED",
                                    "OUT_OF_GROUPS",
                                    "OUT_OF_BUCKETS",
                                    "CHAINING_UNSUPPORTED",
                                    "WATCH_UNSUPPORTED",
                                    "LOOP",
                                    "UNKNOWN_GROUP",
                                    "CHAINED_GROUP",
                                    "BAD_TYPE",
                                    "BAD_COMMAND",
                                    "BAD_BUCKET",
                                    "BAD_WATCH",
                                    "EPERM",
                                    "UNKNOWN_BUCKET",
                                    "BUCKET_EXISTS"))
                    .put(11, ImmutableList.of("STALE", "UNSUP", "BAD_ROLE", "ID_UNSUP", "ID_IN_USE"))
                    .put(
                            12,
                            ImmutableList.of(
                                    "UNKNOWN",
                                    "METER_EXISTS",
                                    "INVALID_METER",
                                    "UNKNOWN_METER",
                                    "BAD_COMMAND",
                                    "BAD_FLAGS",
                                    "BAD_RATE",
                                    "BAD_BURST",
                                    "BAD_BAND",
                                    "BAD_BAND_TYPE",
                                    "OUT_OF_METERS",
                                    "OUT_OF_BANDS"))
                    .put(
                            17,
                            ImmutableList.of(
                                    "UNKNOWN",
                                    "EPERM",
                                    "BAD_ID",
                                    "BUNDLE_EXIST",
                                    "BUNDLE_CLOSED",
                                    "OUT_OF_BUNDLES",
                                    "BAD_TYPE",
                                    "BAD_FLAGS",
                                    "MSG_BAD_LEN",
                                    "MSG_BAD_XID",
                                    "MSG_UNSUP",
                                    "MSG_CONFLICT",
                                    "MSG_TOO_MANY",
                                    "MSG_FAILED",
                                    "TIMEOUT",
                                    "BUNDLE_IN_PROGRESS"))
                    .build();

    private ErrorNames() {}

    static String name(ErrorMessage error) {
        if (error.type() == ErrorMessage.EXPERIMENTER) {
            return "error " + error.code() + " of experimenter 0x" + Integer.toHexString(error.experimenter());
        }
        String type = TYPES.get(error.type());
        ImmutableList<String> codes = CODES.get(error.type());
        if (type == null) {
            return "error type " + error.type() + " code " + error.code();
        }
        return codes != null && error.code() < codes.size()
                ? type + " " + codes.get(error.code())
                : type + " code " + error.code();
    }
}
