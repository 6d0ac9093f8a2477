package dev.beckon.server.core.peer;

/** Names one session of a peer; made by the server. Public, grants nothing. */
public record SessionId(String value) {

    @Override
    public String toString() {
        return value;
    }
}
