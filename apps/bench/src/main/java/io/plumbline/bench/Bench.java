package io.plumbline.bench;

import io.plumbline.bench.openflow.OpenFlowBench;
import io.plumbline.bench.pce.PceBench;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The {@code plumb bench} command: one subcommand a measurement. */
@Command(
        name = "plumb bench",
        description = "Measures Plumbline beside its peers, in the same run.",
        mixinStandardHelpOptions = true,
        subcommands = {OpenFlowBench.class, PceBench.class})
public final class Bench implements Runnable {

    @Spec
    private CommandSpec spec;

    public static void main(String[] args) {
        System.exit(new CommandLine(new Bench())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .execute(args));
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Name a subcommand.");
    }
}
