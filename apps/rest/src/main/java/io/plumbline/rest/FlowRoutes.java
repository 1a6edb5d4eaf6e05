package io.plumbline.rest;

import com.google.common.base.Enums;
import com.google.common.collect.ImmutableList;
import io.javalin.http.Context;
import io.plumbline.controller.Controller;
import io.plumbline.controller.intent.IntentState;
import io.plumbline.controller.intent.InvalidField;
import io.plumbline.controller.view.FlowAnswer;
import io.plumbline.controller.view.FlowView;
import io.plumbline.controller.view.ResizeAnswer;
import io.plumbline.proofs.CertificateFile;
import io.plumbline.rest.json.InvalidInputException;
import io.plumbline.rest.json.RequestReader;
import io.plumbline.rest.wire.EvidenceJson;
import io.plumbline.rest.wire.ExplanationJson;
import io.plumbline.rest.wire.ExplanationTable;
import io.plumbline.rest.wire.FlowJson;
import io.plumbline.rest.wire.Problem;
import io.plumbline.rest.wire.Problem.Code;
import io.plumbline.rest.wire.SwitchNames;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** Guaranteed flows that exist: seen, explained, kept alive, released. */
final class FlowRoutes implements Route.Group {
    private static final String FLOW = "/v1/guaranteed-flows/{id}";

    private final Controller controller;
    private final Waiting waiting;
    private final RequestBody body;

    FlowRoutes(Controller controller, Waiting waiting, RequestBody body) {
        this.controller = controller;
        this.waiting = waiting;
        this.body = body;
    }

    @Override
    public ImmutableList<Route> routes() {
        return ImmutableList.of(
                Route.get("/v1/guaranteed-flows", this::list),
                Route.get(FLOW, ctx -> show(ctx, FlowJson::of)),
                Route.patch(FLOW, this::resize),
                Route.delete(FLOW, this::release),
                Route.put(FLOW + "/lease", this::renew),
                Route.get(FLOW + "/explain", this::explain),
                Route.get(FLOW + "/evidence", this::evidence),
                Route.get(FLOW + "/certificate", this::certificate));
    }

    private void list(Context ctx) throws InvalidInputException {
        Optional<IntentState> state = state(ctx);
        ImmutableList<FlowJson> flows = waiting.now(controller.flows()).stream()
                .filter(flow -> state.isEmpty() || flow.state() == state.get())
                .map(FlowJson::of)
                .collect(ImmutableList.toImmutableList());
        Json.answer(ctx, 200, new FlowJson.FlowsJson(flows));
    }

    private static Optional<IntentState> state(Context ctx) throws InvalidInputException {
        String name = ctx.queryParam("state");
        if (name == null) {
            return Optional.empty();
        }
        IntentState state = Enums.getIfPresent(IntentState.class, name).orNull();
        if (state == null) {
            throw new InvalidInputException(new InvalidField(
                    "state",
                    "one of "
                            + String.join(
                                    ", ",
                                    Arrays.stream(IntentState.values())
                                            .map(Enum::name)
                                            .toList()),
                    RequestHeaders.shown(name)));
        }
        return Optional.of(state);
    }

    private void show(Context ctx, Function<FlowView, Object> shape) {
        Json.answer(ctx, 200, shape.apply(flow(ctx)));
    }

    /** What {@code plumb verify} reads. */
    private void certificate(Context ctx) {
        FlowView flow = flow(ctx);
        Json.answer(
                ctx,
                new CertificateFile(
                        flow.id(),
                        flow.directions().stream()
                                .map(view -> new CertificateFile.Proof(view.direction(), view.certificate()))
                                .collect(ImmutableList.toImmutableList())));
    }

    private void explain(Context ctx) {
        ctx.header("Vary", "Accept");
        FlowView flow = flow(ctx);
        SwitchNames names = SwitchNames.of(waiting.now(controller.network()));
        ExplanationJson explanation = ExplanationJson.of(flow, names);
        if (RequestHeaders.acceptsText(ctx)) {
            ctx.status(200).contentType("text/plain;charset=utf-8").result(ExplanationTable.of(explanation, names));
        } else {
            Json.answer(ctx, 200, explanation);
        }
    }

    private void evidence(Context ctx) throws InvalidInputException {
        if (!RequestHeaders.flag(ctx, "read")) {
            show(ctx, EvidenceJson::of);
            return;
        }
        try (Waiting.Place place = waiting.enter()) {
            Json.answer(ctx, 200, EvidenceJson.of(done(waiting.now(controller.verify(ctx.pathParam("id"))))));
        }
    }

    /** Waits until the ingress is confirmed to have stopped; 202 when that takes too long, the release goes on. */
    private void release(Context ctx) {
        String id = ctx.pathParam("id");
        try (Waiting.Place place = waiting.enter()) {
            Optional<FlowAnswer> answer = waiting.await(controller.release(id));
            FlowView flow = answer.isPresent() ? done(answer.get()) : flow(ctx);
            Json.answer(ctx, answer.isPresent() ? 200 : 202, FlowJson.of(flow));
        }
    }

    /** Waits until the ingress sends by the new traffic, or it is refused or taken back. */
    private void resize(Context ctx) throws InvalidInputException {
        RequestReader.Resize asked = RequestReader.resize(body.read(ctx));
        try (Waiting.Place place = waiting.enter()) {
            ResizeAnswer answer =
                    waiting.now(controller.resize(ctx.pathParam("id"), asked.traffic(), asked.reverseTraffic()));
            Json.answer(ctx, 200, FlowJson.of(resized(answer)));
        }
    }

    private static FlowView resized(ResizeAnswer answer) {
        return switch (answer) {
            case ResizeAnswer.Done done -> done.flow();
            case ResizeAnswer.Unknown unknown -> throw unknown(unknown.id());
            case ResizeAnswer.Conflict conflict ->
                throw new ProblemException(Problem.of(Code.CONFLICT, conflict.reason(), conflict.flow()));
            case ResizeAnswer.Refused refused -> throw new ProblemException(Problem.of(refused.refusal()));
            case ResizeAnswer.Failed failed ->
                throw new ProblemException(Problem.of(Code.INSTALL_FAILED, failed.reason(), failed.flow()));
        };
    }

    private void renew(Context ctx) throws InvalidInputException {
        Duration lease = RequestReader.lease(body.read(ctx));
        CompletionStage<FlowAnswer> renewed = controller.renewLease(ctx.pathParam("id"), lease);
        Json.answer(ctx, 200, FlowJson.of(done(waiting.now(renewed))));
    }

    private FlowView flow(Context ctx) {
        String id = ctx.pathParam("id");
        return waiting.now(controller.flow(id)).orElseThrow(() -> unknown(id));
    }

    private static FlowView done(FlowAnswer answer) {
        return switch (answer) {
            case FlowAnswer.Done done -> done.flow();
            case FlowAnswer.Unknown unknown -> throw unknown(unknown.id());
            case FlowAnswer.Conflict conflict ->
                throw new ProblemException(Problem.of(Code.CONFLICT, conflict.reason(), conflict.flow()));
            case FlowAnswer.Unavailable busy ->
                throw new ProblemException(Problem.of(Code.UNAVAILABLE, busy.reason()), busy.retryAfterSeconds());
        };
    }

    private static ProblemException unknown(String id) {
        return new ProblemException(Problem.of(Code.NOT_FOUND, "no guaranteed flow " + RequestHeaders.shown(id)));
    }
}
