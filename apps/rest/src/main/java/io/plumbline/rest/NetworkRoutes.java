package io.plumbline.rest;

import com.google.common.collect.ImmutableList;
import io.javalin.http.Context;
import io.plumbline.controller.Controller;
import io.plumbline.controller.view.LedgerView;
import io.plumbline.controller.view.NetworkView;
import io.plumbline.controller.view.ProgramView;
import io.plumbline.proofs.LedgerFile;
import io.plumbline.rest.json.InvalidInputException;
import io.plumbline.rest.wire.HealthJson;
import io.plumbline.rest.wire.HostsJson;
import io.plumbline.rest.wire.Problem;
import io.plumbline.rest.wire.Problem.Code;
import io.plumbline.rest.wire.ProgramJson;
import io.plumbline.rest.wire.SwitchesJson;
import io.plumbline.rest.wire.TopologyJson;
import java.util.Optional;
import java.util.function.Function;

/** The network as the controller knows it. */
final class NetworkRoutes implements Route.Group {
    private final Controller controller;
    private final Waiting waiting;
    private final long startedNanos = System.nanoTime();

    NetworkRoutes(Controller controller, Waiting waiting) {
        this.controller = controller;
        this.waiting = waiting;
    }

    @Override
    public ImmutableList<Route> routes() {
        return ImmutableList.of(
                Route.get("/v1/topology", ctx -> show(ctx, TopologyJson::of)),
                Route.get("/v1/ledger", this::ledger),
                Route.get("/v1/switches", ctx -> show(ctx, SwitchesJson::of)),
                Route.get("/v1/switches/{id}/program", this::program),
                Route.get("/v1/hosts", ctx -> show(ctx, HostsJson::of)),
                Route.get("/health", this::health));
    }

    private void show(Context ctx, Function<NetworkView, Object> shape) {
        Json.answer(ctx, 200, shape.apply(waiting.now(controller.network())));
    }

    /** What {@code plumb verify} reads. */
    private void ledger(Context ctx) {
        LedgerView view = waiting.now(controller.ledger());
        Json.answer(ctx, new LedgerFile(view.topology(), view.ledger(), view.reservations()));
    }

    private void health(Context ctx) {
        long uptimeSeconds = (System.nanoTime() - startedNanos) / 1_000_000_000L;
        show(ctx, view -> HealthJson.of(view, controller.journalFailure(), uptimeSeconds));
    }

    private void program(Context ctx) throws InvalidInputException {
        boolean read = RequestHeaders.flag(ctx, "read");
        String asked = ctx.pathParam("id");
        Optional<ProgramView> program;
        try (Waiting.Place place = waiting.enter()) {
            program = waiting.now(controller.program(asked, read));
        }
        Json.answer(
                ctx,
                200,
                ProgramJson.of(program.orElseThrow(() ->
                        new ProblemException(Problem.of(Code.NOT_FOUND, "no switch " + RequestHeaders.shown(asked))))));
    }
}
