package dev.beckon.benchmark;

import dev.beckon.benchmark.client.Network;
import dev.beckon.benchmark.report.Machine;
import dev.beckon.benchmark.report.MarkedSection;
import dev.beckon.benchmark.report.Report;
import dev.beckon.benchmark.report.Results;
import dev.beckon.benchmark.server.JavaServer;
import dev.beckon.benchmark.server.PeerJsServer;
import dev.beckon.benchmark.server.SystemUnderTest;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeoutException;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command that the script {@code bench} runs after the build. The script's help explains the options. */
@Command(name = "bench")
final class Main implements Callable<Integer> {

    /** Kept in a field, because a logger that is garbage-collected loses its level. */
    private static final Logger GRPC = Logger.getLogger("io.grpc");

    private static final Path LOGS = Path.of("benchmark/target/logs");
    private static final Path FAILURE_LOG = LOGS.resolve("failure.log");

    @Option(names = "--quick", description = "one short round")
    private boolean quick;

    @Option(names = "--systems", split = ",", description = "only these")
    private List<String> names = List.of();

    @Option(names = "--against", description = "an earlier commit to compare this one with")
    private String against = "";

    @Option(names = "--against-root")
    private Path againstRoot = Path.of("");

    @Option(names = "--jvm-option", description = "an additional option of both Java servers")
    private List<String> moreJvmOptions = List.of();

    @Option(names = "--node-version", required = true)
    private String nodeVersion = "";

    @Option(names = "--peerjs-version", required = true)
    private String peerJsVersion = "";

    @Option(names = "--commit", required = true)
    private String commit = "";

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandLine.Model.CommandSpec spec;

    private final long startNanos = System.nanoTime();

    public static void main(String[] args) {
        int code = new CommandLine(new Main())
                .setExecutionExceptionHandler((failure, command, parsed) -> {
                    command.getErr().println("error: " + failure.getMessage());
                    try (PrintWriter log = new PrintWriter(FAILURE_LOG.toFile(), StandardCharsets.UTF_8)) {
                        failure.printStackTrace(log);
                    }
                    command.getErr().println("Where it happened: " + FAILURE_LOG);
                    return 1;
                })
                .execute(args);
        System.exit(code);
    }

    @Override
    public Integer call() throws InterruptedException, IOException, TimeoutException {
        GRPC.setLevel(Level.WARNING);
        Files.createDirectories(LOGS);
        Path root = Path.of("");
        List<String> jvmOptions = jvmOptions();
        List<SystemUnderTest> systems = systems(root, jvmOptions);
        Plan plan = quick ? Plan.QUICK : Plan.FULL;
        Machine machine = ThisMachine.describe(nodeVersion, String.join(" ", jvmOptions), commit, command());
        Results results;
        try (Network network = new Network(generatorLoops())) {
            results = new Rounds(plan, network, systems, LOGS, this::say).run();
        }
        publish(root, new Report(results, machine, Method.describe(plan, generatorLoops())));
        return 0;
    }

    /** Half of the cores, at least one; the other half is for the server. */
    private static int generatorLoops() {
        return Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
    }

    private List<String> jvmOptions() {
        List<String> options = new ArrayList<>(ThisMachine.jvmOptions());
        options.addAll(moreJvmOptions);
        return options;
    }

    private List<SystemUnderTest> systems(Path root, List<String> jvmOptions) {
        if (!against.isEmpty()) {
            return List.of(
                    JavaServer.BECKON.in(root, jvmOptions), JavaServer.BECKON.at(against, againstRoot, jvmOptions));
        }
        List<SystemUnderTest> all = List.of(
                JavaServer.BECKON.in(root, jvmOptions),
                JavaServer.BECKON_PLAIN.in(root, jvmOptions),
                new PeerJsServer(root.resolve("benchmark/peerjs"), peerJsVersion),
                JavaServer.FORWARDER.in(root, jvmOptions));
        List<String> known = all.stream().map(SystemUnderTest::key).toList();
        for (String name : names) {
            if (!known.contains(name)) {
                throw new ParameterException(
                        spec.commandLine(), "--systems: " + name + " (expected: " + String.join(", ", known) + ")");
            }
        }
        return all.stream()
                .filter(system -> names.isEmpty() || names.contains(system.key()))
                .toList();
    }

    /** Only a full run of all systems is published. */
    private void publish(Path root, Report report) throws IOException {
        boolean whole = !quick && names.isEmpty() && moreJvmOptions.isEmpty() && against.isEmpty();
        Path folder = root.resolve(whole ? "benchmark/results" : "benchmark/target/results");
        String name = report.machine().date().substring(0, 10) + "-" + commit.replace("+", "")
                + (against.isEmpty() ? "" : "-against-" + against);
        Files.createDirectories(folder);
        Path page = folder.resolve(name + ".md");
        Files.writeString(page, report.markdown());
        Files.writeString(folder.resolve(name + ".json"), report.json());
        say("written: " + page + " and .json");
        Path readme = root.resolve("README.md");
        if (whole && Files.exists(readme)) {
            String text = Files.readString(readme);
            if (MarkedSection.isIn(text)) {
                Files.writeString(readme, MarkedSection.replace(text, report.summary(page.toString())));
                say("written: the table in " + readme);
            }
        }
        System.out.println(report.markdown());
    }

    private String command() {
        StringBuilder command = new StringBuilder("./bench");
        command.append(quick ? " --quick" : "");
        command.append(names.isEmpty() ? "" : " --systems " + String.join(",", names));
        command.append(against.isEmpty() ? "" : " --against " + against);
        moreJvmOptions.forEach(option -> command.append(" --jvm-option ").append(option));
        return command.toString();
    }

    private void say(String line) {
        System.err.printf(Locale.ROOT, "[%3ds] %s%n", (System.nanoTime() - startNanos) / 1_000_000_000, line);
    }
}
