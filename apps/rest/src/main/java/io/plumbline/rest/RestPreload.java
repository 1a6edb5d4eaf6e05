package io.plumbline.rest;

import io.javalin.Javalin;
import io.plumbline.rest.wire.Problem;
import java.util.concurrent.CompletableFuture;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.LocalConnector;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads the classes of a server that listens and answers, which takes most of a second, by letting one answer that has no socket. Of use
 * on a thread of its own while the rest of the controller starts.
 */
public final class RestPreload implements Runnable {
    private static final Logger log = LoggerFactory.getLogger(RestPreload.class);

    @Override
    public void run() {
        try {
            answer();
        } catch (Exception failed) {
            log.debug("nothing was preloaded", failed);
        }
    }

    /** What it answers to a request for the index page. */
    static String answer() throws Exception {
        CompletableFuture<LocalConnector> connector = new CompletableFuture<>();
        Javalin app = Javalin.create(config -> {
            RestServer.configureCommon(config);
            HttpListener.configure(config, RestSettings.on("127.0.0.1", 0), (server, http) -> {
                LocalConnector local = new LocalConnector(server, new HttpConnectionFactory(http));
                connector.complete(local);
                return local;
            });
            config.routes.get("/", ctx -> Json.answer(ctx, Problem.of(Problem.Code.NOT_FOUND, "nothing here")));
        });
        app.start();
        try {
            return connector.join().getResponse("GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        } finally {
            app.stop();
        }
    }
}
