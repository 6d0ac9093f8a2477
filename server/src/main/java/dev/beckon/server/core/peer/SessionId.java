package dev.beckon.server.core.peer;

/** Identifies a session of a peer; created by the server. Public: it grants nothing. */
public record SessionId(String value) {

    @Override
    public String toString() {
        return value;
    }
}
