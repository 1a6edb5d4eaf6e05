package io.plumbline.rest;

import com.google.common.collect.ImmutableList;
import io.javalin.http.Context;
import io.plumbline.controller.view.ControllerEvent;
import io.plumbline.rest.wire.EventJson;
import io.plumbline.rest.wire.Problem;
import io.plumbline.rest.wire.Problem.Code;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Server-sent events (WHATWG HTML, section 9.2). Each stream is a virtual thread that waits for its queue and then for its client; a
 * client that reads slowly holds up nobody. Event ids name this run of the controller, so that a client that comes back after a
 * restart gets everything that is kept rather than a part of it.
 */
final class EventRoutes implements Route.Group {
    static final String PATH = "/v1/events";

    private final EventFeed feed;
    private final Duration heartbeat;
    private final String run = Long.toString(System.currentTimeMillis(), Character.MAX_RADIX);

    EventRoutes(EventFeed feed, Duration heartbeat) {
        this.feed = feed;
        this.heartbeat = heartbeat;
    }

    @Override
    public ImmutableList<Route> routes() {
        return ImmutableList.of(Route.get(PATH, this::stream));
    }

    private void stream(Context ctx) throws InterruptedException {
        long after = after(ctx.header("Last-Event-ID"));
        try (EventFeed.Watcher watcher = feed.watch(after).orElseThrow(EventRoutes::tooMany)) {
            HttpServletResponse response = ctx.res();
            response.setStatus(200);
            response.setContentType("text/event-stream;charset=utf-8");
            ServletOutputStream out = response.getOutputStream();
            send(out, ": plumbline events\n\n");
            while (!watcher.ended()) {
                Optional<ControllerEvent> event = watcher.next(heartbeat);
                send(out, event.map(this::text).orElse(": heartbeat\n\n"));
            }
        } catch (IOException gone) {
            // The client hung up, or read nothing for too long. Nobody else minds.
        }
    }

    private static ProblemException tooMany() {
        return new ProblemException(Problem.of(Code.TOO_MANY_WATCHERS, "too many event streams are open"), 5);
    }

    /** The sequence number after which to begin: all that is kept for an id of an earlier run, only what is new without an id. */
    private long after(@Nullable String lastEventId) {
        if (lastEventId == null) {
            return Long.MAX_VALUE;
        }
        if (!lastEventId.matches(run + "-[0-9]{1,18}")) {
            return 0;
        }
        return Long.parseLong(lastEventId.substring(run.length() + 1));
    }

    private String text(ControllerEvent event) {
        return "id: " + run + "-" + event.sequence() + "\nevent: " + event.kind() + "\ndata: "
                + Json.line(EventJson.of(event)) + "\n\n";
    }

    private static void send(ServletOutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }
}
