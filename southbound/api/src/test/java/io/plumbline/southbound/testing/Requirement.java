package io.plumbline.southbound.testing;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Something of the machine that a test needs: skipped by name without it, but never in CI, where a skip would hide a gap. */
abstract class Requirement implements ExecutionCondition {

    private static final String SYSTEM_FOLDERS = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    /** What is missing, each by its name; empty when all is there. */
    abstract List<String> missing();

    @Override
    public final ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        List<String> missing = missing();
        if (missing.isEmpty()) {
            return ConditionEvaluationResult.enabled("all there");
        }
        String reason = "missing: " + String.join(", ", missing);
        if (inCi()) {
            throw new AssertionError(reason + "; CI=true, so this is a failure, not a skip");
        }
        return ConditionEvaluationResult.disabled(reason);
    }

    private static boolean inCi() {
        return Boolean.getBoolean("plumbline.ci") || "true".equals(System.getenv("CI"));
    }

    /** The PATH and then the system's folders, which a user's PATH may lack. */
    static String searchPath() {
        return String.join(":", System.getenv().getOrDefault("PATH", ""), SYSTEM_FOLDERS);
    }

    static Optional<Path> program(String name) {
        return Stream.of(searchPath().split(":"))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    static final class OpenVSwitch extends Requirement {

        @Override
        List<String> missing() {
            List<String> missing = new ArrayList<>();
            if (!"root".equals(System.getProperty("user.name"))) {
                missing.add("root");
            }
            Stream.of(
                            "ovs-vswitchd",
                            "ovsdb-server",
                            "ovsdb-tool",
                            "ovs-vsctl",
                            "ovs-ofctl",
                            "ip",
                            "unshare",
                            "nsenter")
                    .filter(name -> program(name).isEmpty())
                    .forEach(missing::add);
            return missing;
        }
    }

    static final class Data extends Requirement {

        @Override
        List<String> missing() {
            Path norm = TestData.folder().resolve("norm");
            return Files.isDirectory(norm) ? List.of() : List.of(norm + " (-Dplumbline.data names its parent)");
        }
    }
}
