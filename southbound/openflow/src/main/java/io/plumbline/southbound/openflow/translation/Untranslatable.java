package io.plumbline.southbound.openflow.translation;

import io.plumbline.southbound.api.ApplyOutcome.Refusal.Kind;

/** What the vocabulary can say and OpenFlow cannot. */
public final class Untranslatable extends Exception {
    private static final long serialVersionUID = 1L;

    private final Kind kind;
    private final String detail;

    public Untranslatable(Kind kind, String message) {
        super(message, null, false, false);
        this.kind = kind;
        this.detail = message;
    }

    public Kind kind() {
        return kind;
    }

    public String detail() {
        return detail;
    }

    static Untranslatable match(String message) {
        return new Untranslatable(Kind.BAD_MATCH, message);
    }

    static Untranslatable action(String message) {
        return new Untranslatable(Kind.BAD_ACTION, message);
    }
}
