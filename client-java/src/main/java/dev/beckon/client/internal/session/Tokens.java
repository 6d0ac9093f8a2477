package dev.beckon.client.internal.session;

import org.jspecify.annotations.Nullable;

/**
 * The access token of a client, and whether the app was asked for another one.
 *
 * <p>Owned by its machine.
 */
final class Tokens {

    /** What to do when the server refuses a token. */
    enum Refused {
        /** The app may have a better one. */
        ASK_AT_ONCE,
        /** The app gave the same one again: it may have a better one after a while. */
        ASK_LATER,
        /** There is nobody to ask, or a fresh one was refused as well. */
        GIVE_UP
    }

    private final boolean hasProvider;
    private @Nullable String current;
    private @Nullable String refused;
    private boolean asked;
    private boolean renewedSinceWelcome;
    private boolean sameTokenAllowed;

    Tokens(boolean hasProvider) {
        this.hasProvider = hasProvider;
    }

    boolean hasProvider() {
        return hasProvider;
    }

    @Nullable
    String current() {
        return current;
    }

    /** Whether a hello has to wait for a token. */
    boolean isMissing() {
        return hasProvider && current == null;
    }

    /** Notes that the app is asked; false if it was asked already and has not answered. */
    boolean ask() {
        boolean wasAsked = asked;
        asked = true;
        return !wasAsked;
    }

    /** No answer is awaited any more. */
    void giveUpAsking() {
        asked = false;
    }

    /**
     * Takes the app's answer. The token that was just refused is not taken at once; if the app gives it once more, it may be
     * that the server was wrong, and it is shown again.
     *
     * @return what is wrong with it, or null if it is taken
     */
    @Nullable
    String onToken(String token) {
        asked = false;
        String problem = problem(token);
        if (problem == null) {
            current = token;
            return null;
        }
        return problem;
    }

    private @Nullable String problem(String token) {
        if (token.isEmpty()) {
            return "The token provider gave an empty token.";
        }
        for (int i = 0; i < token.length(); i++) {
            char c = token.charAt(i);
            if (c <= ' ' || c > '~') {
                return String.format(
                        "The token provider gave a token with character U+%04X at index %d (expected: printable ASCII"
                                + " without spaces).",
                        (int) c, i);
            }
        }
        if (token.equals(refused) && !sameTokenAllowed) {
            sameTokenAllowed = true;
            return "The token provider gave the same token that was refused.";
        }
        return null;
    }

    /**
     * The server refused the token.
     *
     * @param mayHelpLater whether the server says that another token may be good later, however often it says so
     */
    Refused onRefused(boolean mayHelpLater) {
        String shown = current;
        if (!hasProvider || shown == null) {
            return Refused.GIVE_UP;
        }
        boolean isLater = mayHelpLater || shown.equals(refused);
        if (renewedSinceWelcome && !isLater) {
            return Refused.GIVE_UP;
        }
        sameTokenAllowed = false;
        renewedSinceWelcome = true;
        refused = shown;
        current = null;
        return isLater ? Refused.ASK_LATER : Refused.ASK_AT_ONCE;
    }

    void onWelcome() {
        renewedSinceWelcome = false;
        refused = null;
        asked = false;
    }

    /** The app connects anew. */
    void reset() {
        current = null;
        refused = null;
        asked = false;
        renewedSinceWelcome = false;
    }
}
