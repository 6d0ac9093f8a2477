package dev.beckon.server.core.peer;

/** The id by which other peers address a peer; chosen by the client. Valid according to {@link Ids#isValid}. */
public record PeerId(String value) implements Comparable<PeerId> {

    /** Orders by bytes, which for ASCII is the order of the characters. */
    @Override
    public int compareTo(PeerId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
