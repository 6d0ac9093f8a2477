package dev.beckon.simulation.client;

import dev.beckon.client.internal.session.Hello;
import dev.beckon.server.core.peer.Hello.ConflictPolicy;
import dev.beckon.server.core.peer.PeerId;
import dev.beckon.server.core.peer.Profile;
import dev.beckon.server.core.peer.SessionId;
import dev.beckon.server.core.peer.SessionKey;
import dev.beckon.simulation.net.Caller;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The identity of an app: its peer id, its keys, and the fields that its hellos have beyond those of the library. */
public final class Identity implements Caller {

    /** The origin of an app's first key. */
    public enum Origin {
        /** A new key. */
        FRESH,
        /** A new key, and it knows that of the app before it, like a reloaded page. */
        RELOADED,
        /** The key of the app before it, whose session it has forgotten. */
        SAME_KEY,
        /** A new key, with REPLACE. */
        REPLACING
    }

    private final String name;
    private final String peer;
    private final boolean usesOpen;
    private final Origin origin;
    private final @Nullable Identity before;
    /** Number of hellos with the first key before this app. */
    private final long firstKeyTries;

    private long tries;
    private int keys;
    private String key = "";
    private boolean welcomed;

    /** @param before the previous app of the same peer id */
    public Identity(String peer, int number, boolean usesOpen, Origin origin, @Nullable Identity before) {
        this.name = peer + "#" + number;
        this.peer = peer;
        this.usesOpen = usesOpen;
        this.origin = before == null ? Origin.FRESH : origin;
        this.before = before;
        this.firstKeyTries = origin == Origin.SAME_KEY && before != null ? before.firstKeyTries + before.tries : 0;
    }

    public String peer() {
        return peer;
    }

    /** Apps that use each other's keys are in one group. */
    String keyGroup() {
        return origin == Origin.SAME_KEY && before != null ? before.keyGroup() : name;
    }

    byte[] nextKey() {
        boolean isFirst = keys++ == 0;
        key = isFirst && origin == Origin.SAME_KEY && before != null ? before.key : name + " key " + keys;
        return key.getBytes(StandardCharsets.UTF_8);
    }

    void onWelcome() {
        welcomed = true;
    }

    @Override
    public boolean usesOpen() {
        return usesOpen;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public dev.beckon.server.core.peer.Hello hello(Hello hello) {
        return new dev.beckon.server.core.peer.Hello(
                new PeerId(peer),
                new Profile(hello.displayName(), hello.attributes()),
                SessionKey.ofSecret(hello.key()),
                hello.sessionId().isEmpty() ? null : new SessionId(hello.sessionId()),
                hello.lastSeq(),
                attempt(hello),
                replacedKey(hello),
                origin == Origin.REPLACING && !welcomed ? ConflictPolicy.REPLACE : ConflictPolicy.REJECT,
                false,
                "simulation");
    }

    /** An app that continues with a key also continues its count. */
    private long attempt(Hello hello) {
        tries++;
        return hello.attempt() + (keys == 1 ? firstKeyTries : 0);
    }

    private @Nullable SessionKey replacedKey(Hello hello) {
        if (hello.replacedKey().length > 0) {
            return SessionKey.ofSecret(hello.replacedKey());
        }
        return origin == Origin.RELOADED && before != null && !welcomed
                ? SessionKey.ofSecret(before.key.getBytes(StandardCharsets.UTF_8))
                : null;
    }
}
