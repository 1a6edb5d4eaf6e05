package io.plumbline.southbound.openflow;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.southbound.api.ReadOutcome;
import io.plumbline.southbound.api.ReadScope;
import io.plumbline.southbound.api.Switch;
import io.plumbline.southbound.testing.OpenVSwitchLab;
import io.plumbline.southbound.testing.RequiresOpenVSwitch;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;

@RequiresOpenVSwitch
class OpenVSwitchIT {
    @Test
    void connects() throws Exception {
        EventLog events = new EventLog();
        try (OpenVSwitchLab lab = OpenVSwitchLab.start();
                OpenFlowSouthbound southbound =
                        new OpenFlowSouthbound(OpenFlowSettings.defaults().withAddress("127.0.0.1", 0))) {
            southbound.start(events);
            lab.addSwitch("s1", 1)
                    .addPort("s1", 3)
                    .connectTo(new InetSocketAddress("127.0.0.1", southbound.boundPort()));
            Switch s1 = events.awaitSwitch();
            System.out.println(s1.description() + " " + s1.limits() + " " + s1.ports());
            ReadOutcome read = s1.read(ReadScope.ALL).toCompletableFuture().get();
            System.out.println(read);
            assertThat(s1.id()).hasToString("of:0000000000000001");
            System.out.println(lab.log());
            System.out.println(events.all());
        }
    }
}
