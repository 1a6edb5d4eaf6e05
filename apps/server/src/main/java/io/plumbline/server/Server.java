package io.plumbline.server;

import com.google.common.collect.ImmutableList;
import io.plumbline.controller.Controller;
import io.plumbline.controller.core.CoreThread;
import io.plumbline.controller.discovery.DiscoverySettings;
import io.plumbline.controller.inventory.InventoryException;
import io.plumbline.controller.inventory.NetworkInventory;
import io.plumbline.controller.inventory.NetworkYaml;
import io.plumbline.controller.journal.JournalException;
import io.plumbline.controller.journal.RocksDbJournal;
import io.plumbline.rest.RestException;
import io.plumbline.rest.RestServer;
import io.plumbline.rest.RestSettings;
import io.plumbline.southbound.api.SouthboundException;
import io.plumbline.southbound.openflow.OpenFlowSettings;
import io.plumbline.southbound.openflow.OpenFlowSouthbound;
import io.plumbline.southbound.openflow.TlsFiles;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Optional;

/** The composition root: makes the parts, connects them, and closes them in the opposite order. */
final class Server implements AutoCloseable {
    /** Spreads flows over equal paths; the same in every run, so that the same requests get the same answers. */
    private static final long SEED = 1;

    /** The journal's folder, in that of the data. */
    static final String JOURNAL = "journal";

    private final NetworkInventory inventory;
    private final OpenFlowSouthbound openFlow;
    private final Controller controller;
    private final RestServer rest;

    private Server(NetworkInventory inventory, OpenFlowSouthbound openFlow, Controller controller, RestServer rest) {
        this.inventory = inventory;
        this.openFlow = openFlow;
        this.controller = controller;
        this.rest = rest;
    }

    /** Starts everything, or nothing. */
    static Server start(Configuration configuration) throws ConfigurationException, StartException {
        RestSettings restSettings =
                RestSettings.on(configuration.text(Setting.REST_HOST), configuration.port(Setting.REST_PORT));
        OpenFlowSettings openFlowSettings = openFlowSettings(configuration);
        NetworkInventory inventory = inventory(configuration);
        RocksDbJournal journal = journal(configuration);
        OpenFlowSouthbound openFlow = new OpenFlowSouthbound(openFlowSettings);
        Controller controller = new Controller(
                new CoreThread(Clock.systemUTC()),
                inventory,
                DiscoverySettings.DEFAULT,
                journal,
                ImmutableList.of(openFlow),
                configuration.seconds(Setting.OPENFLOW_READ_BACK_SECONDS),
                SEED,
                new SecureRandom());
        RestServer rest = new RestServer(controller, restSettings);
        Server server = new Server(inventory, openFlow, controller, rest);
        try {
            server.listen(configuration);
            return server;
        } catch (StartException | RuntimeException failed) {
            server.close();
            throw failed;
        }
    }

    private static OpenFlowSettings openFlowSettings(Configuration configuration) throws ConfigurationException {
        OpenFlowSettings settings = OpenFlowSettings.defaults()
                .withAddress(configuration.text(Setting.OPENFLOW_HOST), configuration.port(Setting.OPENFLOW_PORT));
        Optional<TlsFiles> tls = configuration.tls();
        return tls.isPresent() ? settings.withTls(tls.get()) : settings;
    }

    private static NetworkInventory inventory(Configuration configuration)
            throws ConfigurationException, StartException {
        Optional<Path> network = configuration.optionalPath(Setting.NETWORK);
        try {
            return network.isPresent() ? NetworkYaml.load(network.get()) : NetworkInventory.EMPTY;
        } catch (InventoryException wrong) {
            throw StartException.of(wrong);
        }
    }

    private static RocksDbJournal journal(Configuration configuration) throws ConfigurationException, StartException {
        try {
            return RocksDbJournal.open(configuration.path(Setting.DATA).resolve(JOURNAL));
        } catch (JournalException failed) {
            throw StartException.of(configuration, failed);
        }
    }

    /** REST last: who finds it answering finds the journal replayed and switches welcome. */
    private void listen(Configuration configuration) throws StartException {
        try {
            controller.start();
            rest.start();
        } catch (JournalException failed) {
            throw StartException.of(configuration, failed);
        } catch (SouthboundException failed) {
            throw StartException.of(configuration, failed);
        } catch (RestException failed) {
            throw StartException.of(configuration, failed);
        }
    }

    NetworkInventory inventory() {
        return inventory;
    }

    String restAddress() {
        return rest.address();
    }

    int openFlowPort() {
        return openFlow.boundPort();
    }

    /** No new requests, then no more switches, then the journal. */
    @Override
    public void close() {
        rest.close();
        controller.close();
    }
}
