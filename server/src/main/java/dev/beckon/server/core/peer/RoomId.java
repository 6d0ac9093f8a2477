package dev.beckon.server.core.peer;

/** Identifies a room; chosen by clients. Valid according to {@link Ids#isValid}. */
public record RoomId(String value) {

    @Override
    public String toString() {
        return value;
    }
}
