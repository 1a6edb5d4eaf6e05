package io.plumbline.server;

import io.plumbline.cli.DrainCommand;
import io.plumbline.cli.VerifyCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The {@code plumb} command: every subcommand starts here. */
@Command(
        name = "plumb",
        description = "Network paths whose bandwidth and worst-case latency are proven, enforced and verified.",
        mixinStandardHelpOptions = true,
        versionProvider = Plumb.Version.class,
        subcommands = {ServeCommand.class, VerifyCommand.class, DrainCommand.class, JournalCommand.class})
public final class Plumb implements Runnable {

    @Spec
    private CommandSpec spec;

    public static void main(String[] args) {
        if (args.length > 0 && args[0].equals(ServeCommand.NAME)) {
            Preload.begin();
        }
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        return new CommandLine(new Plumb());
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Name a subcommand.");
    }

    /** The version that the jar's manifest names. */
    static final class Version implements IVersionProvider {

        @Override
        public String[] getVersion() {
            return new String[] {text()};
        }

        static String text() {
            String version = Plumb.class.getPackage().getImplementationVersion();
            return "plumb " + (version == null ? "(not from a jar)" : version);
        }
    }
}
