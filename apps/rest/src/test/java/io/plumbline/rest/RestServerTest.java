package io.plumbline.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableList;
import io.plumbline.controller.Controller;
import io.plumbline.controller.core.CoreThread;
import io.plumbline.controller.discovery.DiscoverySettings;
import io.plumbline.controller.inventory.NetworkInventory;
import io.plumbline.controller.journal.MemoryJournal;
import java.time.Clock;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RestServerTest {
    private final Controller controller = new Controller(
            new CoreThread(Clock.systemUTC()),
            NetworkInventory.EMPTY,
            DiscoverySettings.DEFAULT,
            new MemoryJournal(),
            ImmutableList.of(),
            1,
            new Random(1));

    @AfterEach
    void stop() {
        controller.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "::", "192.0.2.1"})
    void addressThatOthersCanReach_isRefused(String host) {
        try (RestServer server = new RestServer(controller, RestSettings.on(host, 0))) {
            assertThatThrownBy(server::start)
                    .isInstanceOfSatisfying(
                            RestException.class,
                            refused -> assertThat(refused.code()).isEqualTo(RestException.Code.NOT_LOOPBACK))
                    .hasMessageContaining(host);
        }
    }

    @Test
    void portInUse_isSaid() throws Exception {
        try (RestServer first = new RestServer(controller, RestSettings.on("127.0.0.1", 0))) {
            first.start();
            try (RestServer second = new RestServer(controller, RestSettings.on("127.0.0.1", first.port()))) {
                assertThatThrownBy(second::start)
                        .isInstanceOfSatisfying(
                                RestException.class,
                                refused -> assertThat(refused.code()).isEqualTo(RestException.Code.ADDRESS_IN_USE))
                        .hasMessageContaining(Integer.toString(first.port()));
            }
        }
    }

    @Test
    void ipv6Loopback_isServedToo() throws Exception {
        try (RestServer server = new RestServer(controller, RestSettings.on("::1", 0))) {
            server.start();
            assertThat(server.address()).isEqualTo("http://[::1]:" + server.port());
        }
    }

    @Test
    void preload_answersWithoutASocket() throws Exception {
        assertThat(RestPreload.answer()).startsWith("HTTP/1.1 404").contains("NOT_FOUND");
    }
}
