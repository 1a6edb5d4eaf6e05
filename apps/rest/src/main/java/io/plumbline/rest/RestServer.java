package io.plumbline.rest;

import com.google.common.base.Throwables;
import com.google.common.collect.ImmutableList;
import com.google.common.net.InetAddresses;
import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpResponseException;
import io.javalin.util.JavalinException;
import io.plumbline.controller.Controller;
import io.plumbline.rest.RestException.Code;
import io.plumbline.rest.json.InvalidInputException;
import io.plumbline.rest.wire.Problem;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The REST face of a controller on a loopback address. Every request is a virtual thread of its own, so that it may simply wait;
 * every error is a {@link Problem}.
 */
public final class RestServer implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(RestServer.class);

    private final RestSettings settings;
    private final EventFeed feed;
    private final ImmutableList<Route> routes;
    private final Javalin app;
    private final AutoCloseable watching;

    public RestServer(Controller controller, RestSettings settings) {
        this.settings = settings;
        this.feed = new EventFeed(settings.eventStreams());
        Waiting waiting = new Waiting(settings.longestWait(), settings.waitingRequests());
        RequestBody body = new RequestBody(settings.slowestBody());
        this.routes = ImmutableList.of(
                        new AdmissionRoutes(controller, waiting, body),
                        new FlowRoutes(controller, waiting, body),
                        new NetworkRoutes(controller, waiting),
                        new DrainRoutes(controller, waiting, body),
                        new EventRoutes(feed, settings.heartbeat()),
                        new DocumentRoutes())
                .stream()
                .flatMap(group -> group.routes().stream())
                .collect(ImmutableList.toImmutableList());
        this.app = Javalin.create(this::configure);
        this.watching = controller.watch(feed::publish);
    }

    /** Begins to listen. */
    public void start() throws RestException {
        requireLoopback(settings.host());
        try {
            app.start();
        } catch (UncheckedIOException failed) {
            boolean taken = Throwables.getRootCause(failed) instanceof BindException;
            throw new RestException(
                    taken ? Code.ADDRESS_IN_USE : Code.IO,
                    "cannot listen for REST on " + settings.host() + ":" + settings.port() + ": "
                            + Throwables.getRootCause(failed).getMessage(),
                    failed);
        } catch (JavalinException failed) {
            throw new RestException(Code.IO, "cannot listen for REST: " + failed.getMessage(), failed);
        }
    }

    /** The port in use. */
    public int port() {
        return app.port();
    }

    /** Where clients find it. */
    public String address() {
        String host = settings.host().contains(":") ? "[" + settings.host() + "]" : settings.host();
        return "http://" + host + ":" + port();
    }

    ImmutableList<Route> routes() {
        return routes;
    }

    /** Ends event streams, lets requests end for a moment, then ends their connections. */
    @Override
    public void close() {
        try {
            watching.close();
        } catch (Exception ignored) {
            log.debug("the controller is closed already", ignored);
        }
        feed.close();
        try {
            app.stop();
        } catch (JavalinException late) {
            log.debug("some requests did not end in time and were cut off", late);
        }
    }

    private void configure(JavalinConfig config) {
        configureCommon(config);
        HttpListener.configure(config, settings);
        for (Route route : routes) {
            config.routes.addHttpHandler(route.method().type(), route.path(), route.handler());
            if (route.method() == Route.Method.GET && !route.path().equals(EventRoutes.PATH)) {
                config.routes.addHttpHandler(HandlerType.HEAD, route.path(), route.handler());
            }
        }
    }

    /** Everything but the socket and the routes. */
    static void configureCommon(JavalinConfig config) {
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.startup.startupWatcherEnabled = false;
        config.http.compressionStrategy = CompressionStrategy.NONE;
        config.http.prefer405over404 = true;
        config.router.ignoreTrailingSlashes = false;
        config.http.defaultContentType = Json.JSON;
        config.http.maxRequestSize = RestSettings.LONGEST_BODY_BYTES;
        config.routes.before(RestServer::guard);
        config.routes.exception(ProblemException.class, RestServer::problem);
        config.routes.exception(InvalidInputException.class, (invalid, ctx) -> Json.answer(ctx, Problem.of(invalid)));
        config.routes.exception(HttpResponseException.class, RestServer::httpProblem);
        config.routes.exception(Exception.class, RestServer::bug);
    }

    /**
     * A name that a web site can point at this machine (DNS rebinding) is no address of ours: a browser that was sent here by one
     * carries it in Host.
     */
    private static void guard(Context ctx) {
        ctx.header("Cache-Control", "no-store");
        ctx.header("X-Content-Type-Options", "nosniff");
        ctx.header("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'");
        String host = ctx.req().getServerName();
        String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        if (!bare.equalsIgnoreCase("localhost") && !InetAddresses.isInetAddress(bare)) {
            throw new ProblemException(Problem.of(
                    Problem.Code.WRONG_HOST,
                    "Host: must be localhost or an IP address, was " + RequestHeaders.shown(bare)));
        }
    }

    private static void problem(ProblemException thrown, Context ctx) {
        if (thrown.retryAfterSeconds() > 0) {
            ctx.header("Retry-After", Integer.toString(thrown.retryAfterSeconds()));
        }
        Json.answer(ctx, thrown.problem());
    }

    private static void httpProblem(HttpResponseException thrown, Context ctx) {
        String allowed = thrown.getDetails().values().stream().findFirst().orElse("");
        if (thrown.getStatus() == 405) {
            ctx.header("Allow", allowed);
        }
        String detail = switch (thrown.getStatus()) {
            case 404 -> "no resource " + ctx.path() + "; see /openapi.yaml";
            case 405 -> ctx.path() + " takes " + allowed + ", not " + ctx.method();
            default -> String.valueOf(thrown.getMessage());
        };
        Json.answer(ctx, Problem.ofStatus(thrown.getStatus(), detail));
    }

    private static void bug(Exception bug, Context ctx) {
        String number = UUID.randomUUID().toString();
        log.error("{} {} failed, {}", ctx.method(), ctx.path(), number, bug);
        Json.answer(ctx, Problem.of(Problem.Code.INTERNAL, "a bug of ours; the log knows more under " + number));
    }

    private static void requireLoopback(String host) throws RestException {
        try {
            if (InetAddress.getByName(host).isLoopbackAddress()) {
                return;
            }
        } catch (UnknownHostException unknown) {
            throw new RestException(Code.IO, "no such address: " + host, unknown);
        }
        throw new RestException(
                Code.NOT_LOOPBACK,
                host + " is no loopback address; REST knows no users yet and therefore serves this machine alone");
    }
}
