package io.plumbline.rest.wire;

import com.google.common.collect.ImmutableList;
import io.plumbline.controller.verify.Statement;
import io.plumbline.controller.view.FlowView;
import java.util.Locale;

/** What backs the promise: each statement read back, measured, or only declared; promised against found. */
public record EvidenceJson(String id, String state, boolean holds, ImmutableList<StatementJson> statements) {

    public record StatementJson(String kind, String subject, String promised, String found, boolean holds, String at) {
        static StatementJson of(Statement statement) {
            return new StatementJson(
                    statement.kind().name().toLowerCase(Locale.ROOT),
                    statement.subject(),
                    statement.promised(),
                    statement.found(),
                    statement.holds(),
                    statement.at().toString());
        }
    }

    public static EvidenceJson of(FlowView flow) {
        return new EvidenceJson(
                flow.id(),
                flow.state().name(),
                !flow.evidence().isEmpty() && flow.evidence().stream().allMatch(Statement::holds),
                flow.evidence().stream().map(StatementJson::of).collect(ImmutableList.toImmutableList()));
    }
}
