package io.plumbline.rest;

import com.google.common.collect.ImmutableList;
import io.javalin.http.Context;
import io.plumbline.controller.Controller;
import io.plumbline.controller.view.DrainAnswer;
import io.plumbline.rest.json.InvalidInputException;
import io.plumbline.rest.json.RequestReader;
import io.plumbline.rest.wire.DrainJson;
import io.plumbline.rest.wire.Problem;
import io.plumbline.rest.wire.Problem.Code;
import java.util.concurrent.CompletionStage;

/** Taking links and switches out of use, and back into it. */
final class DrainRoutes implements Route.Group {
    private final Controller controller;
    private final Waiting waiting;
    private final RequestBody body;

    DrainRoutes(Controller controller, Waiting waiting, RequestBody body) {
        this.controller = controller;
        this.waiting = waiting;
        this.body = body;
    }

    @Override
    public ImmutableList<Route> routes() {
        return ImmutableList.of(
                Route.post("/v1/drain", ctx -> drain(ctx, true)), Route.post("/v1/undrain", ctx -> drain(ctx, false)));
    }

    /** Waits until every flow that is to be moved is, or is not. */
    private void drain(Context ctx, boolean drain) throws InvalidInputException {
        boolean dryRun = RequestHeaders.flag(ctx, "dryRun");
        RequestReader.Drained what = RequestReader.drained(body.read(ctx));
        try (Waiting.Place place = waiting.enter()) {
            CompletionStage<DrainAnswer> decided = what.isSwitch()
                    ? controller.drainSwitch(what.name(), drain, dryRun)
                    : controller.drainLink(what.name(), drain, dryRun);
            DrainAnswer answer = waiting.await(decided)
                    .orElseThrow(() -> new ProblemException(
                            Problem.of(
                                    Code.UNAVAILABLE,
                                    "not done in time, and going on: ask with dryRun=true for what is left"),
                            1));
            Json.answer(ctx, 200, DrainJson.of(decided(answer)));
        }
    }

    private static DrainAnswer.Decided decided(DrainAnswer answer) {
        return switch (answer) {
            case DrainAnswer.Decided decided -> decided;
            case DrainAnswer.Unknown unknown ->
                throw new ProblemException(
                        Problem.of(Code.NOT_FOUND, "no link or switch " + RequestHeaders.shown(unknown.name())));
            case DrainAnswer.Unavailable busy ->
                throw new ProblemException(Problem.of(Code.UNAVAILABLE, busy.reason()), busy.retryAfterSeconds());
        };
    }
}
