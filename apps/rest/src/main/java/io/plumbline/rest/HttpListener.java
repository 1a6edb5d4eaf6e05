package io.plumbline.rest;

import io.javalin.config.JavalinConfig;
import io.plumbline.rest.wire.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.function.BiFunction;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.VirtualThreads;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** The socket and its limits: what Jetty does before and after our handlers. */
final class HttpListener {
    private static final int HEADER_BYTES = 8_192;
    private static final int PLATFORM_THREADS = 16;
    private static final long STOP_MILLIS = 2_000;
    private static final long IDLE_AT_STOP_MILLIS = 100;

    private HttpListener() {}

    /** With a socket of its own. */
    static void configure(JavalinConfig config, RestSettings settings) {
        configure(config, settings, (server, http) -> connector(server, http, settings));
    }

    static void configure(
            JavalinConfig config, RestSettings settings, BiFunction<Server, HttpConfiguration, Connector> connector) {
        QueuedThreadPool threads = new QueuedThreadPool(PLATFORM_THREADS, 4);
        threads.setName("rest");
        threads.setVirtualThreadsExecutor(VirtualThreads.getNamedVirtualThreadsExecutor("rest-"));
        config.jetty.threadPool = threads;
        config.jetty.modifyHttpConfiguration(HttpListener::limitHttp);
        config.jetty.addConnector(connector);
        config.jetty.modifyServer(server -> {
            server.setStopTimeout(STOP_MILLIS);
            server.setErrorHandler(new ProblemHandler());
            server.addBean(new NetworkConnectionLimit(settings.connections(), server));
        });
        config.jetty.modifyServletContextHandler(context -> context.setErrorHandler(new ProblemHandler()));
    }

    private static void limitHttp(HttpConfiguration http) {
        http.setRequestHeaderSize(HEADER_BYTES);
        http.setSendServerVersion(false);
        http.setUriCompliance(UriCompliance.RFC3986);
    }

    /** Opened here, where it can fail, so that starting the server cannot. */
    private static Connector connector(Server server, HttpConfiguration http, RestSettings settings) {
        ServerConnector connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
        connector.setHost(settings.host());
        connector.setPort(settings.port());
        connector.setIdleTimeout(settings.idle().toMillis());
        connector.setShutdownIdleTimeout(IDLE_AT_STOP_MILLIS);
        try {
            connector.open();
        } catch (IOException taken) {
            throw new UncheckedIOException(taken);
        }
        return connector;
    }

    /** What Jetty itself refuses, before it comes to a route, is a problem document too. */
    private static final class ProblemHandler extends ErrorHandler {
        @Override
        public boolean handle(Request request, Response response, Callback callback) {
            int status = response.getStatus();
            Object message = request.getAttribute(ERROR_MESSAGE);
            byte[] body = Json.bytes(Problem.ofStatus(status, message == null ? "HTTP " + status : message.toString()));
            response.getHeaders().put(HttpHeader.CONTENT_TYPE, Json.PROBLEM);
            response.write(true, ByteBuffer.wrap(body), callback);
            return true;
        }
    }
}
