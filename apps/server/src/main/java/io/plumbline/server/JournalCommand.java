package io.plumbline.server;

import com.google.common.collect.ImmutableListMultimap;
import com.google.common.collect.ImmutableMap;
import io.plumbline.cli.Printed;
import io.plumbline.controller.journal.JournalEntry;
import io.plumbline.controller.journal.JournalException;
import io.plumbline.controller.journal.JournalReading;
import io.plumbline.controller.journal.JournalRepair;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code plumb journal}: looks at, copies out and mends the journal of a controller that does not run. */
@Command(
        name = "journal",
        description = {
            "Looks at the journal of a controller that does not run, writes it out, or saves what can be read of a damaged one.",
            ""
        },
        mixinStandardHelpOptions = true,
        versionProvider = Plumb.Version.class,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:every decision is as it was written, or what could be saved was saved",
            "1:something is wrong with it",
            "2:wrong usage, or it cannot be read: a controller uses it, it is of a newer version, there is none"
        },
        footer = {
            "",
            "Without FOLDER it is the one that plumb serve would use, by flag, environment variable or plumbline.yaml."
        })
final class JournalCommand implements Runnable {
    private static final int SOUND = 0;
    private static final int WRONG = 1;
    private static final int NOT_READ = 2;

    private final Clock clock;

    @Spec
    private CommandSpec spec;

    JournalCommand() {
        this(Clock.systemUTC());
    }

    JournalCommand(Clock clock) {
        this.clock = clock;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Name one of verify, export, repair.");
    }

    /** Where the journal is. */
    static final class Where {
        @Parameters(arity = "0..1", paramLabel = "FOLDER", description = "The journal's folder.")
        private @Nullable Path folder;

        @Option(names = "--config", paramLabel = "FILE", description = "Settings, as for plumb serve.")
        private @Nullable Path config;

        @Option(names = "--data", paramLabel = "DIR", description = "The folder of plumb serve; its journal is within.")
        private @Nullable String data;

        private Path folder() throws ConfigurationException {
            if (folder != null) {
                return folder;
            }
            ImmutableMap<Setting, String> flags =
                    data == null ? ImmutableMap.of() : ImmutableMap.of(Setting.DATA, data);
            return Configuration.of(flags, Optional.ofNullable(config), System.getenv())
                    .path(Setting.DATA)
                    .resolve(Server.JOURNAL);
        }
    }

    private interface Work {
        int on(Path folder) throws JournalException;
    }

    @Command(
            name = "verify",
            description = "Reads every byte and says what is wrong; changes nothing.",
            mixinStandardHelpOptions = true)
    int verify(@Mixin Where where) {
        return work(where, folder -> {
            JournalReading reading = JournalReading.of(folder);
            return say(folder, reading) ? SOUND : WRONG;
        });
    }

    @Command(
            name = "export",
            description =
                    "Writes every entry that can be read as a line of JSON, oldest first; what is wrong goes to standard error.",
            mixinStandardHelpOptions = true)
    int export(@Mixin Where where) {
        return work(where, folder -> {
            JournalReading reading = JournalReading.of(folder);
            PrintWriter out = spec.commandLine().getOut();
            for (JournalReading.Numbered numbered : reading.entries()) {
                out.println("{\"number\":" + numbered.number() + ",\"entry\":" + numbered.json() + "}");
            }
            out.flush();
            reading.problems().forEach(this::complain);
            return reading.problems().isEmpty() ? SOUND : WRONG;
        });
    }

    @Command(
            name = "repair",
            description =
                    "Saves what can be read into a new journal, which takes the place of the damaged one; that is kept beside it. Does nothing"
                            + " to a sound one.",
            mixinStandardHelpOptions = true)
    int repair(
            @Mixin Where where,
            @Option(names = "--dry-run", description = "Says what would be saved and what lost; changes nothing.")
                    boolean dryRun) {
        return work(where, folder -> {
            JournalRepair repair = new JournalRepair(folder, clock.instant());
            JournalRepair.Outcome plan = repair.plan();
            if (say(folder, plan.found())) {
                print("nothing to repair");
                return SOUND;
            }
            if (!dryRun) {
                plan = repair.run();
            }
            String what = dryRun ? " would be " : " were ";
            print(plan.keptEntries() + " entries" + what + "saved");
            List<String> lost =
                    plan.lostFlows().stream().map(flow -> "gf-" + flow).toList();
            print(
                    lost.isEmpty()
                            ? "no guaranteed flow that is spoken of is lost"
                            : "lost, since their admission cannot be read: " + String.join(", ", lost));
            print("the damaged journal" + (dryRun ? " would be " : " is ") + "kept as " + plan.damaged());
            return dryRun ? WRONG : SOUND;
        });
    }

    private int work(Where where, Work work) {
        try {
            return work.on(where.folder());
        } catch (JournalException | ConfigurationException cannot) {
            complain(String.valueOf(cannot.getMessage()));
            return NOT_READ;
        }
    }

    /** Whether it is sound. */
    private boolean say(Path folder, JournalReading reading) {
        ImmutableListMultimap<Long, JournalEntry> flows = reading.byFlow();
        print(folder + ": " + reading.entries().size() + " entries of "
                + flows.keySet().size() + " guaranteed flows, the highest number ever given is "
                + reading.highestFlow());
        reading.problems().forEach(problem -> print("  wrong: " + problem));
        List<Long> without = reading.flowsWithoutAdmission();
        without.forEach(flow -> print("  wrong: of gf-" + flow + " no admission can be read"));
        boolean sound = reading.problems().isEmpty() && without.isEmpty();
        if (!sound && reading.isEndOnly() && without.isEmpty()) {
            print("  only the very end: a start of the controller cuts it off by itself, and says so");
        }
        print(sound ? "sound" : "NOT SOUND");
        return sound;
    }

    private void print(String line) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(Printed.clean(line));
        out.flush();
    }

    private void complain(String line) {
        PrintWriter err = spec.commandLine().getErr();
        err.println(Printed.clean("plumb journal: " + line));
        err.flush();
    }
}
