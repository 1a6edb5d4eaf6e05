package io.plumbline.rest;

import io.javalin.http.Context;
import io.plumbline.rest.wire.Problem;
import io.plumbline.rest.wire.Problem.Code;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Takes the body of a request: JSON by its media type, so long at most, and in so much time. */
final class RequestBody {
    private static final int MOST_DISCARDED = 1 << 20;
    private static final Duration QUIET = Duration.ofMillis(50);
    private static final Duration LONGEST_DISCARDING = Duration.ofSeconds(1);

    private final Duration slowest;

    RequestBody(Duration slowest) {
        this.slowest = slowest;
    }

    byte[] read(Context ctx) {
        requireJson(ctx.header("Content-Type"));
        long announced = ctx.req().getContentLengthLong();
        try {
            InputStream in = ctx.req().getInputStream();
            if (announced > RestSettings.LONGEST_BODY_BYTES) {
                discard(in, announced);
                throw tooLarge();
            }
            return read(in);
        } catch (IOException broken) {
            throw new ProblemException(Problem.of(Code.TIMED_OUT, "the body did not arrive whole"));
        }
    }

    private byte[] read(InputStream in) throws IOException {
        byte[] body = new byte[4_096];
        int length = 0;
        long deadline = System.nanoTime() + slowest.toNanos();
        int read = in.read(body, 0, body.length);
        while (read >= 0) {
            length += read;
            if (length > RestSettings.LONGEST_BODY_BYTES) {
                discard(in, MOST_DISCARDED);
                throw tooLarge();
            }
            if (System.nanoTime() > deadline) {
                throw new ProblemException(
                        Problem.of(Code.TIMED_OUT, "the body did not arrive within " + slowest.toMillis() + " ms"));
            }
            if (length == body.length) {
                body = Arrays.copyOf(body, 2 * body.length);
            }
            read = in.read(body, length, body.length - length);
        }
        return Arrays.copyOf(body, length);
    }

    /** Takes what is still arriving, within reason: whose connection is closed while it writes never reads the answer. */
    private static void discard(InputStream in, long most) throws IOException {
        byte[] rest = new byte[16_384];
        long left = Math.min(most, MOST_DISCARDED);
        long beganNanos = System.nanoTime();
        long heardNanos = beganNanos;
        while (left > 0
                && System.nanoTime() - heardNanos < QUIET.toNanos()
                && System.nanoTime() - beganNanos < LONGEST_DISCARDING.toNanos()) {
            int ready = (int) Math.min(left, Math.min(in.available(), rest.length));
            if (ready > 0) {
                left -= Math.max(0, in.read(rest, 0, ready));
                heardNanos = System.nanoTime();
            } else {
                LockSupport.parkNanos(1_000_000);
            }
        }
    }

    /** Also keeps out what a browser may send across sites without asking (text/plain and forms). */
    private static void requireJson(@Nullable String contentType) {
        String type =
                contentType == null ? "" : contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        if (!type.equals(Json.JSON)) {
            throw new ProblemException(Problem.of(
                    Code.UNSUPPORTED_MEDIA_TYPE,
                    "Content-Type: must be application/json, was " + (type.isEmpty() ? "absent" : type)));
        }
    }

    private static ProblemException tooLarge() {
        return new ProblemException(
                Problem.of(Code.TOO_LARGE, "body: must be at most " + RestSettings.LONGEST_BODY_BYTES + " bytes"));
    }
}
