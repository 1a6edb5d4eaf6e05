package io.plumbline.rest.wire;

import io.plumbline.controller.view.NetworkView;
import io.plumbline.controller.view.NetworkView.SwitchView;
import io.plumbline.pce.topology.TeLink;
import org.jspecify.annotations.Nullable;

/**
 * Whether the controller works, and what it has to work with.
 *
 * @param status {@code up}: it decides; {@code degraded}: a known switch or link is down, or the journal takes nothing more
 * @param journalFailure why the journal takes nothing more
 */
public record HealthJson(
        String status,
        Counts switches,
        Counts links,
        int hosts,
        String journal,
        @Nullable String journalFailure,
        long uptimeSeconds) {

    /** @param up connected switches, or links that forward */
    public record Counts(int known, int up) {}

    public static HealthJson of(NetworkView view, String journalFailure, long uptimeSeconds) {
        boolean journalWrites = journalFailure.isEmpty();
        Counts switches = new Counts(
                view.switches().size(),
                count(view.switches().stream().filter(SwitchView::connected).count()));
        Counts links = new Counts(
                view.topology().links().size(),
                count(view.topology().links().values().stream()
                        .filter(TeLink::up)
                        .count()));
        boolean complete = journalWrites && switches.known == switches.up && links.known == links.up;
        return new HealthJson(
                complete ? "up" : "degraded",
                switches,
                links,
                view.hosts().size(),
                journalWrites ? "ok" : "failed",
                RefusalJson.orNull(journalFailure),
                uptimeSeconds);
    }

    private static int count(long count) {
        return Math.toIntExact(count);
    }
}
