package io.plumbline.southbound.openflow.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.southbound.api.ProgramUpdate.Change;
import io.plumbline.southbound.api.ProgramUpdate.RemoveRule;
import io.plumbline.southbound.openflow.OpenFlowSettings.Limits;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.onosproject.net.DeviceId;
import org.onosproject.net.flow.DefaultFlowRule;
import org.onosproject.net.flow.DefaultTrafficSelector;
import org.onosproject.net.flow.DefaultTrafficTreatment;
import org.onosproject.net.flow.FlowRule;

/** What is counted against one switch. */
class BudgetTest {
    private static final long SECOND = 1_000_000_000L;

    @Test
    void rateBudget_letsTheBurstThrough_thenTheRate() {
        long now = Long.MAX_VALUE - SECOND;
        RateBudget budget = new RateBudget(100, 10, now);
        assertThat(taken(budget, now, 20)).isEqualTo(10);
        assertThat(budget.dropped()).isEqualTo(10);
        assertThat(taken(budget, now + SECOND / 100, 5)).isEqualTo(1);
        assertThat(taken(budget, now + SECOND / 20, 20)).isEqualTo(4);
        assertThat(taken(budget, now + 5 * SECOND, 100))
                .as("the nanosecond clock may wrap")
                .isEqualTo(10);
    }

    private static int taken(RateBudget budget, long now, int asked) {
        int taken = 0;
        for (int i = 0; i < asked; i++) {
            taken += budget.take(now) ? 1 : 0;
        }
        return taken;
    }

    @Test
    void packetOuts_leaveRoomForUpdates() {
        OutboundBudget budget = new OutboundBudget(new Limits(1000, 2, 1, 1, 1, 1));
        assertThat(budget.takePacketOut(200)).isTrue();
        assertThat(budget.takePacketOut(100)).isFalse();
        assertThat(budget.takeBytes(800)).isTrue();
        assertThat(budget.takeBytes(1)).isFalse();
        budget.giveBytes(200);
        assertThat(budget.takeBytes(200)).isTrue();
        assertThat(budget.waitingBytes()).isEqualTo(1000);
    }

    @Test
    void updateLargerThanTheBudget_goesAlone() {
        OutboundBudget budget = new OutboundBudget(new Limits(1000, 2, 1, 1, 1, 1));
        assertThat(budget.takeBytes(5000)).isTrue();
        assertThat(budget.takeBytes(1)).isFalse();
    }

    private static FlowRule rule(long cookie) {
        return DefaultFlowRule.builder()
                .forDevice(DeviceId.deviceId("of:0000000000000001"))
                .forTable(0)
                .withPriority(1)
                .withCookie(cookie)
                .withSelector(DefaultTrafficSelector.emptySelector())
                .withTreatment(DefaultTrafficTreatment.emptyTreatment())
                .makePermanent()
                .build();
    }

    @Test
    void eachRemovalWeAskedFor_explainsOneEnd_forATime() {
        OwnRemovals removals = new OwnRemovals();
        List<Change> once = List.of(new RemoveRule(rule(1)));
        removals.asked(once, 0);
        assertThat(removals.explains(rule(2), 1)).isFalse();
        assertThat(removals.explains(rule(1), 1)).isTrue();
        assertThat(removals.explains(rule(1), 2)).isFalse();
        removals.asked(once, 3);
        removals.asked(once, 9 * SECOND);
        assertThat(removals.explains(rule(1), 11 * SECOND)).isTrue();
        assertThat(removals.explains(rule(1), 11 * SECOND)).isFalse();
        removals.asked(once, 12 * SECOND);
        assertThat(removals.explains(rule(1), 23 * SECOND)).isFalse();
    }
}
