package dev.beckon.client.ice;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A list of STUN and TURN servers, which replaces all previous ones. Immutable. */
public final class IceServers {

    /** Value of {@link #expiresAtMillis} if the credentials do not expire or the expiry is unknown. */
    public static final long NEVER = Long.MAX_VALUE;

    private final List<IceServer> servers;
    private final long expiresAtMillis;

    /** Created by the library. */
    public IceServers(List<IceServer> servers, long expiresAtMillis) {
        this.servers = Collections.unmodifiableList(new ArrayList<>(servers));
        this.expiresAtMillis = expiresAtMillis;
    }

    /** Returns the servers. May be empty. */
    public List<IceServer> servers() {
        return servers;
    }

    /** Returns when the credentials expire, in milliseconds since 1970-01-01 UTC, or {@link #NEVER}. */
    public long expiresAtMillis() {
        return expiresAtMillis;
    }

    @Override
    public String toString() {
        return servers.toString();
    }
}
