package dev.beckon.server.config;

import dev.beckon.server.config.ServerConfig.TlsPorts;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Rules between settings. A rule is skipped if one of its settings is invalid by itself. */
final class CrossChecks {

    private static final String HOST = "--host";
    private static final String ADMIN_HOST = "--admin-host";
    private static final String FRAME = "--max-frame-bytes";

    private static final List<String> TOKEN_KEYS = List.of(
            AccessOptions.SECRET, "--token-secret-file", "--token-key", "--token-jwks-file", "--token-jwks-url");

    private final EffectiveSettings settings;
    private final ServerOptions options;
    private final List<String> errors = new ArrayList<>();

    CrossChecks(EffectiveSettings settings) {
        this.settings = settings;
        this.options = settings.options();
    }

    List<String> errors() {
        checkHosts();
        checkTokens();
        checkTls();
        checkPorts();
        checkTimes();
        checkOrigins();
        checkHeartbeats();
        checkSizes();
        return errors;
    }

    private void checkHosts() {
        checkHost(
                HOST,
                options.listening.host,
                "anyone who can reach the port can take any peer id and receive its signals");
        if (options.admin.enabled) {
            checkHost(
                    ADMIN_HOST, options.admin.host, "anyone who can reach the port can end sessions and send signals");
        }
    }

    private void checkHost(String option, String host, String danger) {
        if (!settings.areSound(List.of(option, "--allow-anonymous")) || !settings.areSound(TOKEN_KEYS)) {
            return;
        }
        try {
            boolean local = Arrays.stream(InetAddress.getAllByName(host)).allMatch(InetAddress::isLoopbackAddress);
            if (!local && !options.listening.allowAnonymous && hasNoKey()) {
                errors.add(settings.nameOf(option) + ": other machines can reach " + host
                        + ", and there is no key for access tokens: " + danger
                        + ". Configure a key, for instance with --token-secret-file, listen on 127.0.0.1, or"
                        + " allow that explicitly with --allow-anonymous.");
            }
        } catch (UnknownHostException unknown) {
            errors.add(settings.nameOf(option) + ": '" + host
                    + "' (expected: an address of this machine, or a name of one)");
        }
    }

    private void checkTokens() {
        AccessOptions access = options.access;
        if (hasNoKey() && settings.areSound(TOKEN_KEYS)) {
            String needsKey = "a key too, such as --token-secret-file; without one, nobody is asked for a token";
            rule(access.issuer == null, needsKey, "--token-issuer", "--token-issuer");
            rule(access.audiences.isEmpty(), needsKey, "--token-audience", "--token-audience");
        }
    }

    private void checkTls() {
        TlsOptions tls = options.tls;
        boolean hasCertificate = tls.certificate != null;
        boolean hasKey = tls.key != null;
        rule(!hasCertificate || hasKey, "--tls-key too", "--tls-cert", "--tls-key");
        rule(!hasKey || hasCertificate, "--tls-cert too", "--tls-key", "--tls-cert");
        boolean grpc = hasCertificate && tls.ports != TlsPorts.WEB;
        boolean web = hasCertificate && tls.ports != TlsPorts.GRPC;
        rule(grpc || tls.grpcClientCa == null, "TLS on the gRPC port: --tls-cert", "--grpc-client-ca", "--tls-cert");
        rule(web || tls.webClientCa == null, "TLS on the web port: --tls-cert", "--web-client-ca", "--tls-cert");
    }

    private boolean hasNoKey() {
        return options.access.toTokens().keys().isEmpty();
    }

    private void checkPorts() {
        Map<String, Integer> ports = new LinkedHashMap<>();
        ports.put("--grpc-port", options.listening.grpcPort);
        ports.put("--web-port", options.listening.web ? options.listening.webPort : 0);
        ports.put("--admin-port", options.admin.enabled ? options.admin.port : 0);
        ports.put("--metrics-port", options.operation.metrics ? options.operation.metricsPort : 0);
        List<String> names = List.copyOf(ports.keySet());
        for (int i = 0; i < names.size(); i++) {
            for (String earlier : names.subList(0, i)) {
                int port = ports.getOrDefault(names.get(i), 0);
                rule(
                        port == 0 || port != ports.getOrDefault(earlier, 0),
                        "another port than " + settings.nameOf(earlier),
                        names.get(i),
                        earlier);
            }
        }
    }

    private void checkTimes() {
        OperationOptions operation = options.operation;
        rule(
                operation.drainSpread.compareTo(operation.drain) <= 0,
                "at most " + described("--drain"),
                "--drain-spread",
                "--drain");
        boolean whole = options.http2.window.toMillis() % 1000 == 0;
        rule(whole && !options.http2.window.isZero(), "whole seconds", "--flood-window", "--flood-window");
    }

    private void checkOrigins() {
        List<String> origins = options.listening.allowedOrigins;
        rule(
                origins.size() < 2 || !origins.contains(Converters.Origin.ANY),
                "* alone, or without it",
                "--allowed-origin",
                "--allowed-origin");
    }

    private void checkHeartbeats() {
        HeartbeatOptions times = options.heartbeat;
        longer("--native-dead-after", times.nativeDeadAfter, "--native-client-heartbeat", times.nativeClient);
        longer("--browser-dead-after", times.browserDeadAfter, "--browser-client-heartbeat", times.browserClient);
    }

    private void checkSizes() {
        LimitOptions limits = options.limits;
        atMost("--max-sdp-bytes", limits.sdpBytes, FRAME, limits.frameBytes);
        atMost("--max-candidate-bytes", limits.candidateBytes, FRAME, limits.frameBytes);
        atMost("--max-data-bytes", limits.dataBytes, FRAME, limits.frameBytes);
        atMost("--max-attributes-bytes", limits.attributesBytes, FRAME, limits.frameBytes);
        atMost(FRAME, limits.frameBytes, "--max-outbound-bytes", limits.outboundBytes);
        atMost(FRAME, limits.frameBytes, "--max-mailbox-bytes", limits.mailboxBytes);
        atMost("--guaranteed-mailbox-bytes", limits.guaranteedMailboxBytes, "--max-mailbox-bytes", limits.mailboxBytes);
        rule(
                limits.mailboxBytes <= limits.allMailboxesBytes,
                "at most " + described("--max-mailboxes-bytes"),
                "--max-mailbox-bytes",
                "--max-mailboxes-bytes");
    }

    private void longer(String option, Duration time, String than, Duration other) {
        rule(time.compareTo(other) > 0, "more than " + described(than), option, than);
    }

    private void atMost(String option, int size, String most, int other) {
        rule(size <= other, "at most " + described(most), option, most);
    }

    private void rule(boolean kept, String expected, String option, String other) {
        if (!kept && settings.areSound(List.of(option, other))) {
            errors.add(settings.nameOf(option) + ": '" + settings.textOf(option) + "' (expected: " + expected + ")");
        }
    }

    private String described(String option) {
        return settings.nameOf(option) + ", which is " + settings.textOf(option);
    }
}
