package io.plumbline.server;

import com.google.common.collect.ImmutableMap;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code plumb serve}: the controller, until a signal ends it. */
@Command(
        name = ServeCommand.NAME,
        description = "Starts the controller and serves until it is stopped (SIGTERM, SIGINT).",
        mixinStandardHelpOptions = true,
        versionProvider = Plumb.Version.class,
        footer = {
            "",
            "Each setting is taken from its flag, else from its environment variable (PLUMB_REST_PORT for --rest-port), else",
            "from the file, else it is the default. Paths in the file are relative to the file."
        })
final class ServeCommand implements Callable<Integer> {
    static final String NAME = "serve";

    private static final Logger log = LoggerFactory.getLogger(ServeCommand.class);
    private static final int FAILED = 1;
    private static final long LONGEST_CLOSE_MILLIS = 20_000;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "Settings as YAML. Default: plumbline.yaml, if it is there.")
    private @Nullable Path config;

    @Option(
            names = "--network",
            paramLabel = "FILE",
            description = "network.yaml: which links are trusted, and their constants. Default: none.")
    private @Nullable String network;

    @Option(names = "--data", paramLabel = "DIR", description = "Folder of the journal. Default: plumbline-data.")
    private @Nullable String data;

    @Option(names = "--rest-host", paramLabel = "HOST", description = "A loopback address. Default: 127.0.0.1.")
    private @Nullable String restHost;

    @Option(names = "--rest-port", paramLabel = "PORT", description = "0: any free one. Default: 8181.")
    private @Nullable String restPort;

    @Option(names = "--openflow-host", paramLabel = "HOST", description = "Where switches connect. Default: 127.0.0.1.")
    private @Nullable String openFlowHost;

    @Option(names = "--openflow-port", paramLabel = "PORT", description = "0: any free one. Default: 6653.")
    private @Nullable String openFlowPort;

    @Option(
            names = "--openflow-read-back-seconds",
            paramLabel = "N",
            description =
                    "The time in which what every switch holds for best effort is read back once, and mended. 0: only"
                            + " when it connects. Default: 30.")
    private @Nullable String readBackSeconds;

    @Option(
            names = "--openflow-tls-certificate",
            paramLabel = "FILE",
            description = "Our certificate chain (PEM). With it switches must use TLS and show a certificate.")
    private @Nullable String tlsCertificate;

    @Option(names = "--openflow-tls-key", paramLabel = "FILE", description = "Its private key (PEM, PKCS #8).")
    private @Nullable String tlsKey;

    @Option(
            names = "--openflow-tls-trust",
            paramLabel = "FILE",
            description = "Authorities whose switches may connect (PEM).")
    private @Nullable String tlsTrust;

    @Option(
            names = "--ready-file",
            paramLabel = "FILE",
            description = "Written once everything listens: {\"rest\":ADDRESS,\"openflow\":PORT,\"pid\":PID}.")
    private @Nullable Path readyFile;

    @Option(
            names = "--check",
            description = "Starts with these settings and stops again: the exit code is 0 if it would serve.")
    private boolean check;

    /** Runs until the process is told to end. */
    @Override
    public Integer call() throws InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        try {
            Configuration configuration = Configuration.of(flags(), Optional.ofNullable(config), System.getenv());
            Server server = Server.start(configuration);
            if (check) {
                server.close();
                out.println("plumb serve: would serve with these settings");
                out.flush();
                return 0;
            }
            ReadyFile ready = readyFile == null ? null : ReadyFile.write(readyFile, server);
            endOnSignal(server, ready);
            Banner.print(out, configuration, server);
            new CountDownLatch(1).await();
            return 0;
        } catch (ConfigurationException | StartException wrong) {
            log.debug("start", wrong);
            return failed(String.valueOf(wrong.getMessage()));
        } catch (IOException notWritten) {
            return failed("--ready-file: cannot be written: " + notWritten);
        }
    }

    private int failed(String why) {
        PrintWriter err = spec.commandLine().getErr();
        err.println("plumb serve: " + why);
        err.flush();
        return FAILED;
    }

    private ImmutableMap<Setting, String> flags() {
        ImmutableMap.Builder<Setting, String> flags = ImmutableMap.builder();
        put(flags, Setting.REST_HOST, restHost);
        put(flags, Setting.REST_PORT, restPort);
        put(flags, Setting.OPENFLOW_HOST, openFlowHost);
        put(flags, Setting.OPENFLOW_PORT, openFlowPort);
        put(flags, Setting.OPENFLOW_READ_BACK_SECONDS, readBackSeconds);
        put(flags, Setting.OPENFLOW_TLS_CERTIFICATE, tlsCertificate);
        put(flags, Setting.OPENFLOW_TLS_KEY, tlsKey);
        put(flags, Setting.OPENFLOW_TLS_TRUST, tlsTrust);
        put(flags, Setting.NETWORK, network);
        put(flags, Setting.DATA, data);
        return flags.buildOrThrow();
    }

    private static void put(ImmutableMap.Builder<Setting, String> flags, Setting setting, @Nullable String value) {
        if (value != null) {
            flags.put(setting, value);
        }
    }

    /**
     * A signal ends the JVM through its shutdown hooks. Being told to stop is no failure, so that the hook, once all is closed, ends
     * the process with 0 where the JVM would say 128 and the signal's number.
     */
    private static void endOnSignal(Server server, @Nullable ReadyFile ready) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(server, ready), "shutdown"));
    }

    private static void end(Server server, @Nullable ReadyFile ready) {
        Thread.ofPlatform().daemon().name("overdue").start(ServeCommand::endOverdue);
        int status = 0;
        try (server) {
            if (ready != null) {
                ready.close();
            }
        } catch (IOException | RuntimeException failed) {
            log.error("not everything was closed", failed);
            status = FAILED;
        }
        System.out.flush();
        System.err.flush();
        Runtime.getRuntime().halt(status);
    }

    /** What does not close must not keep the process from ending; the journal is durable at any instant. */
    private static void endOverdue() {
        try {
            Thread.sleep(LONGEST_CLOSE_MILLIS);
        } catch (InterruptedException never) {
            return;
        }
        log.error("not closed after {} ms, ending all the same", LONGEST_CLOSE_MILLIS);
        Runtime.getRuntime().halt(FAILED);
    }
}
