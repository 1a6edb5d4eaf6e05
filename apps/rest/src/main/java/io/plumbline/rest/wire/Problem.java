package io.plumbline.rest.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.google.common.collect.ImmutableList;
import io.plumbline.controller.intent.InvalidField;
import io.plumbline.controller.view.FlowView;
import io.plumbline.controller.view.Refusal;
import io.plumbline.rest.json.InvalidInputException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Why a request was not done, as {@code application/problem+json} (RFC 9457).
 *
 * @param code for programs; the last part of {@code type} in capitals
 * @param detail one sentence for people
 * @param field the first field that is wrong; all of them are in {@code errors}
 * @param line where the body stops being JSON
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Problem(
        String type,
        String title,
        int status,
        String code,
        String detail,
        @Nullable String field,
        @Nullable String limit,
        @Nullable String value,
        @Nullable Integer line,
        @Nullable Integer column,
        @Nullable ImmutableList<FieldError> errors,
        RefusalJson.@Nullable Constraint constraint,
        @Nullable ImmutableList<RefusalJson.Alternative> alternatives,
        @Nullable FlowJson flow) {

    /** What was not done, and the HTTP status that says so. */
    public enum Code {
        INVALID(400, "invalid input"),
        WRONG_HOST(403, "not addressed to this machine"),
        NOT_FOUND(404, "no such thing"),
        METHOD_NOT_ALLOWED(405, "method not allowed"),
        TIMED_OUT(408, "request too slow"),
        CONFLICT(409, "not possible in this state"),
        UNKNOWN_ENDPOINT(409, "unknown endpoint"),
        POLICY(409, "not permitted"),
        NO_PATH(409, "no path"),
        BANDWIDTH(409, "does not fit"),
        LATENCY(409, "does not fit"),
        SWITCH_CAPACITY(409, "does not fit"),
        TOO_LARGE(413, "body too large"),
        UNSUPPORTED_MEDIA_TYPE(415, "unsupported media type"),
        KEY_REUSED(422, "Idempotency-Key used before"),
        TOO_MANY_WATCHERS(429, "too many event streams"),
        INTERNAL(500, "internal error"),
        INSTALL_FAILED(502, "the switches did not confirm it"),
        UNAVAILABLE(503, "not possible now");

        private final int status;
        private final String title;

        Code(int status, String title) {
            this.status = status;
            this.title = title;
        }
    }

    /** One field that is wrong. */
    public record FieldError(String field, String limit, String value) {
        static FieldError of(InvalidField invalid) {
            return new FieldError(invalid.field(), invalid.limit(), invalid.value());
        }
    }

    /** A problem that its code and a sentence say in full. */
    public static Problem of(Code code, String detail) {
        return make(code, detail, ImmutableList.of(), null, null, null, null, null);
    }

    /** Input that cannot be taken. */
    public static Problem of(InvalidInputException invalid) {
        return make(
                Code.INVALID,
                detail(invalid.errors()),
                invalid.errors(),
                invalid.line() == 0 ? null : invalid.line(),
                invalid.column() == 0 ? null : invalid.column(),
                null,
                null,
                null);
    }

    /** The controller's refusal. */
    public static Problem of(Refusal refusal) {
        Code code = Code.valueOf(refusal.reason().name());
        return make(
                code,
                refusal.detail(),
                refusal.invalid().map(ImmutableList::of).orElse(ImmutableList.of()),
                null,
                null,
                RefusalJson.constraint(refusal),
                code == Code.INVALID ? null : RefusalJson.alternatives(refusal),
                null);
    }

    /** A flow to which this could not be done, or that was taken back. */
    public static Problem of(Code code, String detail, FlowView flow) {
        return make(code, detail, ImmutableList.of(), null, null, null, null, FlowJson.of(flow));
    }

    /** A status that the HTTP layer chose. */
    public static Problem ofStatus(int status, String detail) {
        for (Code code : Code.values()) {
            if (code.status == status && code != Code.CONFLICT) {
                return of(code, detail);
            }
        }
        Code nearest = status >= 500 ? Code.INTERNAL : Code.INVALID;
        Problem problem = of(nearest, detail);
        return new Problem(
                problem.type,
                detail,
                status,
                problem.code,
                detail,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null);
    }

    private static Problem make(
            Code code,
            String detail,
            ImmutableList<InvalidField> errors,
            @Nullable Integer line,
            @Nullable Integer column,
            RefusalJson.@Nullable Constraint constraint,
            @Nullable ImmutableList<RefusalJson.Alternative> alternatives,
            @Nullable FlowJson flow) {
        InvalidField first = errors.isEmpty() ? null : errors.get(0);
        return new Problem(
                "https://plumbline.io/problems/"
                        + code.name().toLowerCase(Locale.ROOT).replace('_', '-'),
                code.title,
                code.status,
                code.name(),
                detail,
                first == null ? null : first.field(),
                first == null ? null : first.limit(),
                first == null ? null : first.value(),
                line,
                column,
                errors.isEmpty() ? null : errors.stream().map(FieldError::of).collect(ImmutableList.toImmutableList()),
                constraint,
                alternatives,
                flow);
    }

    private static String detail(ImmutableList<InvalidField> errors) {
        InvalidField first = errors.get(0);
        String place = first.field().isEmpty() ? "body" : first.field();
        String more = errors.size() == 1 ? "" : " (and " + (errors.size() - 1) + " more)";
        return place + ": must be " + first.limit() + ", was " + first.value() + more;
    }
}
