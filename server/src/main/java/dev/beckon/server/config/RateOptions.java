package dev.beckon.server.config;

import dev.beckon.server.core.message.Limits;
import dev.beckon.server.limits.ClientAddresses;
import dev.beckon.server.limits.FanOutLimits;
import dev.beckon.server.limits.UploadPace;
import java.time.Duration;
import picocli.CommandLine.Option;

/** Limits by rate and number. 0 for no limit. */
final class RateOptions {

    @Option(
            names = "--frames-per-second",
            paramLabel = "NUMBER",
            defaultValue = "200",
            converter = Converters.CountOrNone.class,
            description = "Frames of one session in the long run, without heartbeats and bare acks [${DEFAULT-VALUE}]")
    int framesPerSecond;

    @Option(
            names = "--frames-burst",
            paramLabel = "NUMBER",
            defaultValue = "4096",
            converter = Converters.Count.class,
            description = "Frames of one session at once after a quiet period [${DEFAULT-VALUE}]")
    int framesBurst;

    @Option(
            names = "--fan-out-per-second",
            paramLabel = "NUMBER",
            defaultValue = "2000",
            converter = Converters.CountOrNone.class,
            description = {
                "Events for others that one session may cause in the long run: one for each member that is told of its "
                        + "joining, leaving or changing (more for large attributes), for each member of a room that it is "
                        + "shown, for each peer that it watches and for each that watches it [${DEFAULT-VALUE}]"
            })
    int fanOutPerSecond;

    @Option(
            names = "--fan-out-burst",
            paramLabel = "NUMBER",
            defaultValue = "16384",
            converter = Converters.Count.class,
            description = "The same at once after a quiet period [${DEFAULT-VALUE}]")
    int fanOutBurst;

    @Option(
            names = "--subject-fan-out-per-second",
            paramLabel = "NUMBER",
            defaultValue = "8000",
            converter = Converters.CountOrNone.class,
            description =
                    "The same for all sessions of one subject of access tokens in the long run [${DEFAULT-VALUE}]")
    int subjectFanOutPerSecond;

    @Option(
            names = "--subject-fan-out-burst",
            paramLabel = "NUMBER",
            defaultValue = "65536",
            converter = Converters.Count.class,
            description = "The same at once after a quiet period [${DEFAULT-VALUE}]")
    int subjectFanOutBurst;

    @Option(
            names = "--max-watchers",
            paramLabel = "NUMBER",
            defaultValue = "1024",
            converter = Converters.CountOrNone.class,
            description = "Sessions that may watch the presence of one peer [${DEFAULT-VALUE}]")
    int watchers;

    @Option(
            names = "--connects-per-second",
            paramLabel = "NUMBER",
            defaultValue = "50",
            converter = Converters.CountOrNone.class,
            description =
                    "Calls of Connect and Open from one address (/64 for IPv6) in the long run; it may open six times as many connections, at least 100 a second [${DEFAULT-VALUE}]")
    int connectsPerSecond;

    @Option(
            names = "--connects-burst",
            paramLabel = "NUMBER",
            defaultValue = "500",
            converter = Converters.Count.class,
            description =
                    "Calls of Connect and Open from one address at once; it may open six times as many connections, at least 1000 [${DEFAULT-VALUE}]")
    int connectsBurst;

    @Option(
            names = "--max-sessions-per-subject",
            paramLabel = "NUMBER",
            defaultValue = "16",
            converter = Converters.CountOrNone.class,
            description = "Sessions of one subject of access tokens [${DEFAULT-VALUE}]")
    int sessionsPerSubject;

    @Option(
            names = "--max-connections-per-address",
            paramLabel = "NUMBER",
            defaultValue = "1024",
            converter = Converters.CountOrNone.class,
            description =
                    "Connections from one address (/64 for IPv6) to each port, and streams of one address behind trusted proxies; the proxies' own connections are exempt [${DEFAULT-VALUE}]")
    int connectionsPerAddress;

    @Option(
            names = "--max-connections",
            paramLabel = "NUMBER",
            defaultValue = "100000",
            converter = Converters.CountOrNone.class,
            description =
                    "Connections to each port, and streams behind trusted proxies. An address may hold no more of them than are still free [${DEFAULT-VALUE}]")
    int connections;

    @Option(
            names = "--max-uploads-per-address",
            paramLabel = "NUMBER",
            defaultValue = "256",
            converter = Converters.CountOrNone.class,
            description =
                    "Web port: request bodies being received from one address; a further one displaces the slowest [${DEFAULT-VALUE}]")
    int uploadsPerAddress;

    @Option(
            names = "--max-uploads",
            paramLabel = "NUMBER",
            defaultValue = "4096",
            converter = Converters.CountOrNone.class,
            description =
                    "Web port: request bodies being received; a further one displaces the slowest of the address that has most [${DEFAULT-VALUE}]")
    int uploads;

    @Option(
            names = "--request-timeout",
            paramLabel = "TIME",
            defaultValue = "10s",
            converter = Converters.Time.class,
            description =
                    "How far the single message of Open, Send and GetIceServers may fall behind --min-upload-rate, from the headers on [${DEFAULT-VALUE}]")
    Duration requestTimeout = Duration.ZERO;

    @Option(
            names = "--min-upload-rate",
            paramLabel = "SIZE",
            defaultValue = "8KiB",
            converter = Converters.Bytes.class,
            description = "Minimum bytes per second of such a message [${DEFAULT-VALUE}]")
    int minUploadRate;

    ServerConfig.Rates toRates() {
        return new ServerConfig.Rates(
                connectsPerSecond,
                connectsBurst,
                sessionsPerSubject,
                new FanOutLimits.Rate(fanOutPerSecond, fanOutBurst),
                new FanOutLimits.Rate(subjectFanOutPerSecond, subjectFanOutBurst),
                watchers);
    }

    Limits.Frames toFrames() {
        return new Limits.Frames(framesPerSecond, framesBurst);
    }

    ServerConfig.Connections toConnections(ClientAddresses addresses) {
        return new ServerConfig.Connections(
                connectionsPerAddress,
                connections,
                uploadsPerAddress,
                uploads,
                new UploadPace(requestTimeout, minUploadRate),
                addresses);
    }
}
