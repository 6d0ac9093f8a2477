package dev.beckon.server.main;

import dev.beckon.server.config.ConfigLoader;
import dev.beckon.server.config.ConfigLoader.Loaded;
import dev.beckon.server.config.ServerConfig;
import dev.beckon.server.config.ServerConfig.Tls;
import dev.beckon.server.config.Setting;
import dev.beckon.server.observability.Logging;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The command line. Exit codes: 0 ended as asked, 1 could not start or end well, 2 wrong settings. */
public final class Main {

    static final int ENDED = 0;
    static final int FAILED = 1;
    static final int WRONG_SETTINGS = 2;

    /** Subcommands, which come first on the command line. */
    private static final Map<String, Command> COMMANDS =
            Map.of("token", TokenCommand::run, "certificate", CertificateCommand::run);

    /** A subcommand. */
    private interface Command {

        /** Returns the exit code. */
        int run(List<String> arguments, Map<String, String> environment);
    }

    private Main() {}

    /** Runs a server until SIGTERM or Ctrl-C, or a subcommand. */
    public static void main(String[] args) throws InterruptedException {
        if (args.length > 0 && COMMANDS.containsKey(args[0])) {
            System.exit(COMMANDS.get(args[0]).run(List.of(args).subList(1, args.length), System.getenv()));
        }
        switch (ConfigLoader.load(List.of(args), System.getenv())) {
            case Loaded.Print(String text) -> System.out.print(text);
            case Loaded.Invalid(List<String> errors) -> {
                errors.forEach(error -> System.err.println("error: " + error));
                System.err.println("Nothing was started. --help explains all settings.");
                System.exit(WRONG_SETTINGS);
            }
            case Loaded.Run run -> run(run);
        }
    }

    private static void run(Loaded.Run run) throws InterruptedException {
        ServerConfig config = run.config();
        Logging.start(config.logLevel().toString(), config.logFormat().toString());
        log(run.settings());
        try {
            Server server = Server.start(config);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> end(server), "shutdown"));
            EndSignals.handle(server::hurry);
            announce(config, server);
            if (config.readyFile() != null) {
                server.writeReadyFile(config.readyFile());
            }
        } catch (StartException failure) {
            Logging.stop();
            System.err.println("error: " + failure.getMessage());
            Runtime.getRuntime().halt(FAILED);
        }
        // Waits for a signal, which runs the shutdown hook.
        new CountDownLatch(1).await();
    }

    private static void log(List<Setting> settings) {
        Logger log = LoggerFactory.getLogger("beckon.server");
        settings.stream()
                .filter(setting -> !setting.isDefault())
                .forEach(setting -> log.info("setting {}={} ({})", setting.name(), setting.value(), setting.origin()));
        if (log.isDebugEnabled()) {
            log.debug("all settings:{}{}", System.lineSeparator(), Setting.table(settings));
        }
    }

    private static void announce(ServerConfig config, Server server) {
        Tls tls = config.tls();
        String withTls = tls != null && tls.onGrpc() ? ", with TLS" : "";
        Server.Doors doors = server.doors();
        System.out.println("gRPC on " + doors.grpc() + withTls);
        Listening web = doors.web();
        if (web != null) {
            String url = web.url(tls != null && tls.onWeb() ? "https" : "http");
            System.out.println(
                    config.web().staticDir() == null
                            ? "gRPC-Web on " + url + " (no page: --static-dir is not set)"
                            : "web page " + url);
        }
        Listening admin = doors.admin();
        if (admin != null) {
            System.out.println("Admin on " + admin + withTls);
        }
        Listening operators = doors.operators();
        if (operators != null) {
            System.out.println("metrics " + operators.url("http") + "metrics");
        }
        System.out.println("Ready. Ctrl-C ends it.");
    }

    private static void end(Server server) {
        System.out.println("Ending: clients are asked to leave. Press Ctrl-C again to end now.");
        server.close();
        Logging.stop();
        System.out.println(server.hasEndedWell() ? "Ended." : "Ended, but not in good order: see the log.");
        System.out.flush();
        // Otherwise the JVM reports 130 or 143, as if the signal had killed it.
        Runtime.getRuntime().halt(server.hasEndedWell() ? ENDED : FAILED);
    }
}
