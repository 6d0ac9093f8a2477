package dev.beckon.server.core.peer;

/** Names a room; chosen by clients. Valid by {@link Ids#isValid}. */
public record RoomId(String value) {

    @Override
    public String toString() {
        return value;
    }
}
