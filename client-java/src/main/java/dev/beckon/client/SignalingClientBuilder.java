package dev.beckon.client;

import dev.beckon.client.internal.connection.Target;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/** Builds a {@link SignalingClient}. Not thread-safe. */
public final class SignalingClientBuilder {

    /** The version of this library. */
    static final String VERSION = "0.1.0";

    private static final int MAX_PEER_ID = 128;
    private static final int MIN_KEY_BYTES = 16;
    private static final int MAX_KEY_BYTES = 64;

    final Target target;
    final String peerId;
    boolean plaintext;

    @Nullable
    SSLSocketFactory sslSocketFactory;

    String displayName = "";
    Map<String, String> attributes = new LinkedHashMap<>();
    ConflictPolicy conflictPolicy = ConflictPolicy.REJECT;
    boolean noRollback;

    @Nullable
    Executor callbackExecutor;

    @Nullable
    NetworkMonitor networkMonitor;

    @Nullable
    TokenProvider tokenProvider;

    DeviceClock clock = DeviceClock.ofPlatform();
    byte[] replacedSessionKey = {};

    ReconnectPolicy reconnectPolicy = ReconnectPolicy.fullJitter();
    long connectTimeoutMillis = 10_000;
    int maxMessages = 1024;
    long maxBytes = 4 << 20;
    String software = "beckon-java";
    String softwareVersion = VERSION;

    SignalingClientBuilder(String target, String peerId) {
        this.target = Target.parse(Objects.requireNonNull(target, "target"));
        this.peerId = checkedPeerId(Objects.requireNonNull(peerId, "peerId"));
    }

    private static String checkedPeerId(String peerId) {
        String expected = " (expected: 1-128 printable ASCII characters without spaces)";
        if (peerId.isEmpty() || peerId.length() > MAX_PEER_ID) {
            throw new IllegalArgumentException("peerId: " + peerId.length() + " characters" + expected);
        }
        for (int i = 0; i < peerId.length(); i++) {
            char c = peerId.charAt(i);
            if (c <= ' ' || c > '~') {
                throw new IllegalArgumentException(
                        String.format("peerId: \"%s\": U+%04X at index %d%s", peerId, (int) c, i, expected));
            }
        }
        if (peerId.charAt(0) == '$') {
            throw new IllegalArgumentException(
                    "peerId: \"" + peerId + "\" (expected: no leading $, which is the server's own)");
        }
        return peerId;
    }

    /** Disables TLS, for a server on this machine or behind a tunnel. Default: TLS. */
    public SignalingClientBuilder plaintext() {
        plaintext = true;
        return this;
    }

    /**
     * Sets the factory of TLS sockets, for a server whose certificate the platform does not trust. Default: that of the
     * platform.
     */
    public SignalingClientBuilder sslSocketFactory(SSLSocketFactory factory) {
        sslSocketFactory = Objects.requireNonNull(factory, "factory");
        return this;
    }

    /** Sets the display name: at most 256 bytes of UTF-8, no control characters. Default: none. */
    public SignalingClientBuilder displayName(String name) {
        displayName = Objects.requireNonNull(name, "name");
        return this;
    }

    /**
     * Adds an attribute of this peer that other peers can read: key 1-128 bytes; all attributes together at most 8 KiB
     * by default.
     */
    public SignalingClientBuilder attribute(String key, String value) {
        attributes.put(Objects.requireNonNull(key, "key"), Objects.requireNonNull(value, "value"));
        return this;
    }

    /** Sets what to do if another client holds the peer id. Default {@link ConflictPolicy#REJECT}. */
    public SignalingClientBuilder conflictPolicy(ConflictPolicy policy) {
        conflictPolicy = Objects.requireNonNull(policy, "policy");
        return this;
    }

    /**
     * Sets the key of an earlier session of this peer ({@link SignalingClient#sessionKey}). The first session replaces
     * that session if the server still keeps it: for a process that was killed before {@code close()} and has
     * restarted. Store the key where no other app can read it.
     *
     * @param key 16-64 bytes
     */
    public SignalingClientBuilder replacedSessionKey(byte[] key) {
        if (key.length < MIN_KEY_BYTES || key.length > MAX_KEY_BYTES) {
            throw new IllegalArgumentException("key: " + key.length + " bytes (expected: 16-64)");
        }
        replacedSessionKey = key.clone();
        return this;
    }

    /** Sets a clock that keeps running while the device sleeps. Default {@link DeviceClock#ofPlatform}. */
    public SignalingClientBuilder clock(DeviceClock newClock) {
        clock = Objects.requireNonNull(newClock, "newClock");
        return this;
    }

    /**
     * Declares that this peer cannot roll back an offer (webrtcbin, an SFU). It is then impolite towards every peer
     * that can; of two such peers, only the one with the lower peer id may offer.
     *
     * <p>By default the peer is expected to roll back, and the app must do it. When a {@code polite} offer arrives
     * while the app's own offer is open, libwebrtc refuses {@code setRemoteDescription} with "wrong state:
     * have-local-offer", unless the app first sets a local description of type {@code ROLLBACK}, or its
     * {@code RTCConfiguration} has {@code enableImplicitRollback = true} (the default on Android and iOS is false). An
     * app that does neither must call this method.
     */
    public SignalingClientBuilder noRollback() {
        noRollback = true;
        return this;
    }

    /**
     * Sets the executor of all callbacks, which run in order and one at a time whatever executor this is. On Android
     * use {@code handler::post}. If it rejects a task, the client closes. It must run every task that it accepts:
     * {@code shutdownNow()}, for instance, drops some, so close the client first. Default: a daemon thread of the client.
     */
    public SignalingClientBuilder callbackExecutor(Executor executor) {
        callbackExecutor = Objects.requireNonNull(executor, "executor");
        return this;
    }

    /** Sets the policy for delays between attempts. Default {@link ReconnectPolicy#fullJitter}. */
    public SignalingClientBuilder reconnectPolicy(ReconnectPolicy policy) {
        reconnectPolicy = Objects.requireNonNull(policy, "policy");
        return this;
    }

    /** Sets the monitor of the platform's network. Default: none; the client assumes that there is a network. */
    public SignalingClientBuilder networkMonitor(NetworkMonitor monitor) {
        networkMonitor = Objects.requireNonNull(monitor, "monitor");
        return this;
    }

    /** Sets the provider of access tokens, for a server that requires them. Default: none. */
    public SignalingClientBuilder tokenProvider(TokenProvider provider) {
        tokenProvider = Objects.requireNonNull(provider, "provider");
        return this;
    }

    /** Sets how long one attempt may take until the server's welcome. Default 10 s. */
    public SignalingClientBuilder connectTimeout(long timeout, TimeUnit unit) {
        if (unit.toMillis(timeout) < 1) {
            throw new IllegalArgumentException("timeout: " + timeout + " " + unit + " (expected: >= 1 ms)");
        }
        connectTimeoutMillis = unit.toMillis(timeout);
        return this;
    }

    /**
     * Limits the messages that have no result yet, sent or not. A message beyond either limit is not sent and fails
     * with {@link dev.beckon.client.outcome.SendResult.NotSentReason#QUEUE_FULL}. Default 1024 messages, 4 MiB.
     */
    public SignalingClientBuilder outboundQueue(int messages, long bytes) {
        if (messages < 1 || bytes < 1) {
            throw new IllegalArgumentException(
                    "outboundQueue: " + messages + " messages, " + bytes + " bytes (expected: >= 1)");
        }
        maxMessages = messages;
        maxBytes = bytes;
        return this;
    }

    /**
     * Sets the name and version of the client software, for the operator's logs: each at most 64 bytes, no control
     * characters. Default "beckon-java" and the version of this library.
     */
    public SignalingClientBuilder clientInfo(String name, String version) {
        software = Objects.requireNonNull(name, "name");
        softwareVersion = Objects.requireNonNull(version, "version");
        return this;
    }

    /** Creates the client, which does nothing until {@link SignalingClient#connect}. */
    public SignalingClient build() {
        return new SignalingClient(new Settings(this));
    }
}
