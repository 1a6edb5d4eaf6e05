package io.plumbline.server;

import io.plumbline.controller.inventory.NetworkInventory;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/** What a person wants to know once the controller is up: what listens, where its data is, how to stop it. */
final class Banner {
    private Banner() {}

    static void print(PrintWriter out, Configuration configuration, Server server) throws ConfigurationException {
        Optional<Path> network = configuration.optionalPath(Setting.NETWORK);
        boolean tls = configuration.tls().isPresent();
        out.printf(Locale.ROOT, "%s is up after %.1f s%n", Plumb.Version.text(), upSeconds());
        line(out, "REST", server.restAddress());
        line(
                out,
                "OpenFlow",
                configuration.text(Setting.OPENFLOW_HOST) + ":" + server.openFlowPort()
                        + (tls ? ", mutual TLS" : ", plain TCP"));
        line(
                out,
                "network",
                network.map(file -> describe(file, server.inventory()))
                        .orElse("no network.yaml: links carry best effort only"));
        line(
                out,
                "data",
                configuration.path(Setting.DATA).toAbsolutePath().normalize().toString());
        line(
                out,
                "settings",
                configuration.file().map(Path::toString).orElse("no file: flags, environment and defaults"));
        line(out, "stop", "Ctrl-C, or kill " + ProcessHandle.current().pid());
        out.flush();
    }

    private static void line(PrintWriter out, String name, String value) {
        out.printf("  %-9s %s%n", name, value);
    }

    private static String describe(Path file, NetworkInventory inventory) {
        return "%s: %d switches, %d links, %d hosts"
                .formatted(
                        file,
                        inventory.switches().size(),
                        inventory.links().size(),
                        inventory.hosts().size());
    }

    private static double upSeconds() {
        Instant now = Instant.now();
        Instant started = ProcessHandle.current().info().startInstant().orElse(now);
        return Duration.between(started, now).toMillis() / 1000.0;
    }
}
