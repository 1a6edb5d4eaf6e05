package io.plumbline.southbound.openflow.connection;

import io.plumbline.southbound.api.ApplyOutcome.Refusal.Kind;
import io.plumbline.southbound.openflow.wire.ErrorMessage;

/** OpenFlow's error types and codes (1.5.1, section 7.5.4) as kinds of refusal. */
final class Refusals {
    private Refusals() {}

    static Kind kind(ErrorMessage error) {
        return switch (error.type()) {
            case ErrorMessage.BAD_REQUEST -> error.code() == 5 || error.code() == 10 ? Kind.PERMISSION : Kind.OTHER;
            case ErrorMessage.BAD_ACTION -> action(error.code());
            case ErrorMessage.BAD_INSTRUCTION -> error.code() == 8 ? Kind.PERMISSION : Kind.BAD_ACTION;
            case ErrorMessage.BAD_MATCH -> error.code() == 11 ? Kind.PERMISSION : Kind.BAD_MATCH;
            case ErrorMessage.FLOW_MOD_FAILED -> rule(error.code());
            case ErrorMessage.GROUP_MOD_FAILED -> group(error.code());
            case ErrorMessage.METER_MOD_FAILED -> meter(error.code());
            default -> Kind.OTHER;
        };
    }

    private static Kind action(int code) {
        return switch (code) {
            case 6 -> Kind.PERMISSION;
            case 9 -> Kind.BAD_GROUP;
            case 17 -> Kind.BAD_METER;
            default -> Kind.BAD_ACTION;
        };
    }

    private static Kind rule(int code) {
        return switch (code) {
            case 1 -> Kind.TABLE_FULL;
            case 3 -> Kind.OVERLAP;
            case 4 -> Kind.PERMISSION;
            default -> Kind.OTHER;
        };
    }

    private static Kind group(int code) {
        return switch (code) {
            case 3, 4 -> Kind.GROUPS_EXHAUSTED;
            case 14 -> Kind.PERMISSION;
            default -> Kind.BAD_GROUP;
        };
    }

    private static Kind meter(int code) {
        return switch (code) {
            case 1 -> Kind.METER_EXISTS;
            case 10, 11 -> Kind.METERS_EXHAUSTED;
            default -> Kind.BAD_METER;
        };
    }
}
