package dev.beckon.client;

import dev.beckon.client.internal.connection.Endpoint;
import dev.beckon.client.internal.connection.HelloEncoder;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** The settings from the builder. Immutable once the client is built. */
final class Settings {

    final Endpoint endpoint;
    final String peerId;
    final String displayName;
    final Map<String, String> attributes;
    final ConflictPolicy conflictPolicy;
    final boolean noRollback;
    final @Nullable Executor callbackExecutor;
    final @Nullable NetworkMonitor networkMonitor;
    final @Nullable TokenProvider tokenProvider;
    final ReconnectPolicy reconnectPolicy;
    final long connectTimeoutMillis;
    final DeviceClock clock;
    final byte[] replacedSessionKey;
    final int maxMessages;
    final long maxBytes;
    final String software;
    final String softwareVersion;

    Settings(SignalingClientBuilder builder) {
        endpoint =
                new Endpoint(builder.target, builder.connectTimeoutMillis, builder.plaintext, builder.sslSocketFactory);
        peerId = builder.peerId;
        displayName = builder.displayName;
        attributes = new LinkedHashMap<>(builder.attributes);
        conflictPolicy = builder.conflictPolicy;
        noRollback = builder.noRollback;
        callbackExecutor = builder.callbackExecutor;
        networkMonitor = builder.networkMonitor;
        tokenProvider = builder.tokenProvider;
        reconnectPolicy = builder.reconnectPolicy;
        connectTimeoutMillis = builder.connectTimeoutMillis;
        clock = builder.clock;
        replacedSessionKey = builder.replacedSessionKey;
        maxMessages = builder.maxMessages;
        maxBytes = builder.maxBytes;
        software = builder.software;
        softwareVersion = builder.softwareVersion;
    }

    HelloEncoder helloEncoder() {
        HelloEncoder hello = new HelloEncoder(peerId).software(software, softwareVersion, platform());
        if (conflictPolicy == ConflictPolicy.REPLACE) {
            hello.replacing();
        }
        return noRollback ? hello.noRollback() : hello;
    }

    private static String platform() {
        // Android: "Dalvik 0, Linux 5.10.198"; elsewhere for instance "Java 21.0.4, Linux 6.1.0".
        boolean android = "Dalvik".equals(System.getProperty("java.vm.name"));
        String platform = (android ? "Dalvik " : "Java ")
                + System.getProperty("java.version", "")
                + ", "
                + System.getProperty("os.name", "")
                + " "
                + System.getProperty("os.version", "");
        return platform.length() > 120 ? platform.substring(0, 120) : platform;
    }
}
