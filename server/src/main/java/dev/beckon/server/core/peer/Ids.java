package dev.beckon.server.core.peer;

/** The rule for ids of peers, rooms and connections. */
public final class Ids {

    public static final int MAX_LENGTH = 128;

    private Ids() {}

    /** Returns whether {@code id} is 1-128 printable ASCII characters without spaces. */
    public static boolean isValid(String id) {
        int length = id.length();
        if (length == 0 || length > MAX_LENGTH) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            char c = id.charAt(i);
            if (c <= ' ' || c > '~') {
                return false;
            }
        }
        return true;
    }

    /** Returns whether {@code id} begins with {@code $}, which is reserved for the server's own names. */
    public static boolean isReserved(String id) {
        return !id.isEmpty() && id.charAt(0) == '$';
    }
}
