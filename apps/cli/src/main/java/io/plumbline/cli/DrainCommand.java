package io.plumbline.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code plumb drain}: takes a link or a switch out of use, or back into it, and says what becomes of guaranteed flows. */
@Command(
        name = "drain",
        description = {
            "Takes a link, both ways, or a switch out of use: flows that fit elsewhere are moved, make before break, and no new one comes."
                    + " A drain outlives a restart of the controller.",
            ""
        },
        exitCodeOnExecutionException = 2,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:no guaranteed flow is left there, or would be",
            "1:some stay where they are, or would",
            "2:wrong usage, or the controller did not do it"
        },
        footer = {"", "Example: plumb drain 's1/2->s2/1' --dry-run"})
public final class DrainCommand implements Callable<Integer> {
    private static final String DEFAULT_SERVER = "http://127.0.0.1:8181";
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(2);
    private static final int CLEAR = 0;
    private static final int NOT_CLEAR = 1;
    private static final int NOT_DONE = 2;

    @Spec
    private CommandSpec spec;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Shows this.")
    private boolean help;

    @Option(names = "--dry-run", description = "Only says what would follow; nothing is touched.")
    private boolean dryRun;

    @Option(names = "--undo", description = "Takes it back into use. Nothing goes back by itself.")
    private boolean undo;

    @Option(
            names = "--server",
            paramLabel = "URL",
            defaultValue = DEFAULT_SERVER,
            description = "Where plumb serve answers; ${DEFAULT-VALUE} unless given.")
    private URI server = URI.create(DEFAULT_SERVER);

    @Parameters(paramLabel = "LINK|SWITCH", description = "A link, as s1/2->s2/1, or a switch, by name or id.")
    private String what = "";

    @Override
    public Integer call() throws InterruptedException {
        try {
            HttpResponse<String> response = ask();
            JsonNode answer = new ObjectMapper().readTree(response.body());
            return response.statusCode() == 200
                    ? print(answer)
                    : fail(answer.path("detail").asText("HTTP " + response.statusCode()));
        } catch (IOException | IllegalArgumentException cannot) {
            return fail(server + ": " + cannot);
        }
    }

    private HttpResponse<String> ask() throws IOException, InterruptedException {
        String member = what.contains("->") ? "link" : "switch";
        String path = (undo ? "/v1/undrain" : "/v1/drain") + (dryRun ? "?dryRun=true" : "");
        HttpRequest request = HttpRequest.newBuilder(server.resolve(path))
                .timeout(LONGEST_WAIT)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(new ObjectMapper().writeValueAsString(Map.of(member, what))))
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request, BodyHandlers.ofString());
        }
    }

    private int print(JsonNode answer) {
        PrintWriter out = spec.commandLine().getOut();
        JsonNode impacts = answer.path("impacts");
        boolean clear = answer.path("clear").asBoolean();
        String verb = dryRun ? "would be " : "";
        out.println(Printed.clean(texts(answer.path("links"), ", ") + ": " + verb + (undo ? "in use" : "drained") + ", "
                + impacts.size() + (impacts.size() == 1 ? " flow" : " flows") + " hit"
                + (clear ? "" : ", not all " + verb + "moved")));
        for (JsonNode impact : impacts) {
            out.println(Printed.clean("  " + line(impact)));
        }
        out.flush();
        return clear ? CLEAR : NOT_CLEAR;
    }

    private static String line(JsonNode impact) {
        String who = impact.path("guaranteedFlow").asText() + " "
                + impact.path("direction").asText() + " " + impact.path("name").asText();
        String reason = impact.path("reason").asText();
        String newPath = texts(impact.path("newPath"), " ");
        return who + ": " + impact.path("fate").asText() + ": " + texts(impact.path("path"), " ")
                + (newPath.isEmpty() ? "" : " => " + newPath) + (reason.isEmpty() ? "" : ": " + reason);
    }

    private static String texts(JsonNode array, String between) {
        List<String> texts = new ArrayList<>();
        array.forEach(item -> texts.add(item.asText()));
        return String.join(between, texts);
    }

    private int fail(String why) {
        PrintWriter err = spec.commandLine().getErr();
        err.println(Printed.clean("plumb drain: " + why));
        err.flush();
        return NOT_DONE;
    }
}
