package io.plumbline.rest;

import com.google.common.collect.ImmutableList;
import io.javalin.http.Context;
import io.plumbline.controller.Controller;
import io.plumbline.controller.Controller.Submission;
import io.plumbline.controller.intent.GuaranteedFlow;
import io.plumbline.controller.intent.IntentState;
import io.plumbline.controller.view.FeasibilityAnswer.Feasible;
import io.plumbline.controller.view.FeasibilityAnswer.Infeasible;
import io.plumbline.controller.view.FlowView;
import io.plumbline.controller.view.Refusal;
import io.plumbline.controller.view.RequestAnswer;
import io.plumbline.pce.admission.Admission;
import io.plumbline.rest.json.InvalidInputException;
import io.plumbline.rest.json.RequestReader;
import io.plumbline.rest.wire.FeasibilityJson;
import io.plumbline.rest.wire.FlowJson;
import io.plumbline.rest.wire.Problem;
import io.plumbline.rest.wire.Problem.Code;
import java.util.Optional;

/** Asking for a guaranteed flow, and asking whether it would be admitted. */
final class AdmissionRoutes implements Route.Group {
    private final Controller controller;
    private final Waiting waiting;
    private final RequestBody body;

    AdmissionRoutes(Controller controller, Waiting waiting, RequestBody body) {
        this.controller = controller;
        this.waiting = waiting;
        this.body = body;
    }

    @Override
    public ImmutableList<Route> routes() {
        return ImmutableList.of(
                Route.post("/v1/feasibility", this::feasibility), Route.post("/v1/guaranteed-flows", this::request));
    }

    private void feasibility(Context ctx) throws InvalidInputException {
        GuaranteedFlow flow = RequestReader.guaranteedFlow(body.read(ctx));
        FeasibilityJson answer = switch (waiting.now(controller.feasibility(flow))) {
            case Feasible feasible -> FeasibilityJson.of(feasible);
            case Infeasible infeasible -> FeasibilityJson.of(notInvalid(infeasible.refusal()));
        };
        Json.answer(ctx, 200, answer);
    }

    /** What is invalid on any network is the client's error, not an answer about this one. */
    private static Refusal notInvalid(Refusal refusal) {
        if (refusal.reason() == Admission.Reason.INVALID) {
            throw new ProblemException(Problem.of(refusal));
        }
        return refusal;
    }

    private void request(Context ctx) throws InvalidInputException {
        Optional<String> key = RequestHeaders.idempotencyKey(ctx);
        GuaranteedFlow flow = RequestReader.guaranteedFlow(body.read(ctx));
        boolean async = RequestHeaders.respondAsync(ctx);
        if (async) {
            ctx.header("Preference-Applied", "respond-async");
        }
        try (Waiting.Place place = waiting.enter()) {
            Submission submission = controller.request(flow, key);
            Optional<RequestAnswer> answer = waiting.await(async ? submission.decided() : submission.settled());
            answer(ctx, answer.orElseGet(() -> decided(submission)));
        }
    }

    /** It took too long to settle; what is durable is said all the same. */
    private RequestAnswer decided(Submission submission) {
        RequestAnswer unknown = new RequestAnswer.Unavailable(
                "not decided in time; a repetition with the same Idempotency-Key gets the answer", 1);
        return submission.decided().toCompletableFuture().getNow(unknown);
    }

    private static void answer(Context ctx, RequestAnswer answer) {
        switch (answer) {
            case RequestAnswer.Accepted accepted -> accepted(ctx, accepted.flow(), accepted.repeated());
            case RequestAnswer.Refused refused -> throw new ProblemException(Problem.of(refused.refusal()));
            case RequestAnswer.Failed failed ->
                throw new ProblemException(Problem.of(Code.INSTALL_FAILED, failed.reason(), failed.flow()));
            case RequestAnswer.KeyReused reused ->
                throw new ProblemException(Problem.of(
                        Code.KEY_REUSED, "Idempotency-Key " + reused.key() + " was used before with another body"));
            case RequestAnswer.Unavailable busy ->
                throw new ProblemException(Problem.of(Code.UNAVAILABLE, busy.reason()), busy.retryAfterSeconds());
        }
    }

    /** 201 for what is in force or scheduled, and for what was; 202 for what is still on its way there. */
    private static void accepted(Context ctx, FlowView flow, boolean repeated) {
        boolean underway = flow.state() == IntentState.REQUESTED
                || flow.state() == IntentState.HELD
                || flow.state() == IntentState.INSTALLING;
        ctx.header("Location", FlowJson.path(flow.id()));
        if (repeated) {
            ctx.header("Idempotency-Replayed", "true");
        }
        Json.answer(ctx, underway ? 202 : 201, FlowJson.of(flow));
    }
}
