package dev.beckon.server.config;

import dev.beckon.server.core.message.IceServer;
import dev.beckon.server.core.message.Limits;
import dev.beckon.server.core.peer.Hello.ConflictPolicy;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Option;

/** How sessions begin, and what clients receive. */
final class SessionOptions {

    @Option(
            names = "--ice-server",
            paramLabel = "SERVER",
            arity = "1",
            converter = IceServerConverter.class,
            description =
                    "STUN or TURN server for clients: stun:HOST:PORT, or turn:HOST:PORT?transport=udp,USERNAME,CREDENTIAL. "
                            + "May be repeated. Other users of the machine can read a command line: prefer credentials in a "
                            + "file or in the environment [none]")
    List<IceServer> iceServers = List.of();

    @Option(
            names = "--conflict-cap",
            paramLabel = "POLICY",
            defaultValue = "replace",
            converter = Converters.Conflict.class,
            description =
                    "The highest on_conflict policy that a hello may ask for when its peer id is held: reject, or replace "
                            + "[${DEFAULT-VALUE}]")
    ConflictPolicy conflictCap = ConflictPolicy.REPLACE;

    @Option(
            names = "--hello-timeout",
            paramLabel = "TIME",
            defaultValue = "5s",
            converter = Converters.Time.class,
            description = "Time from the start of Connect to its hello [${DEFAULT-VALUE}]")
    Duration helloTimeout = Duration.ZERO;

    @Option(
            names = "--resume-window-native",
            paramLabel = "TIME",
            defaultValue = "120s",
            converter = Converters.Time.class,
            description = "Connect: how long a resumable session may be without a stream [${DEFAULT-VALUE}]")
    Duration nativeResumeWindow = Duration.ZERO;

    @Option(
            names = "--resume-window-browser",
            paramLabel = "TIME",
            defaultValue = "60s",
            converter = Converters.Time.class,
            description = "Open: as --resume-window-native [${DEFAULT-VALUE}]")
    Duration browserResumeWindow = Duration.ZERO;

    @Option(
            names = "--ack-every",
            paramLabel = "NUMBER",
            defaultValue = "32",
            converter = Converters.Count.class,
            description = "Clients are asked to acknowledge after this many signals and notices [${DEFAULT-VALUE}]")
    int ackEveryEvents;

    @Option(
            names = "--ack-interval",
            paramLabel = "TIME",
            defaultValue = "1s",
            converter = Converters.Time.class,
            description = "Clients are asked to acknowledge at the latest after this time [${DEFAULT-VALUE}]")
    Duration ackInterval = Duration.ZERO;

    ServerConfig.Sessions toSessions() {
        return new ServerConfig.Sessions(
                helloTimeout, conflictCap, new ServerConfig.ResumeWindows(nativeResumeWindow, browserResumeWindow));
    }

    Limits.Acks toAcks() {
        return new Limits.Acks(ackEveryEvents, ackInterval);
    }
}
