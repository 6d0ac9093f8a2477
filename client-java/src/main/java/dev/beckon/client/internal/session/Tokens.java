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
        /** The server says that the app may have a better one later. */
        ASK_LATER,
        /** There is no provider, or the next token was refused too, be it another one or the same again. */
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

    /** Returns whether a hello has to wait for a token. */
    boolean isMissing() {
        return hasProvider && current == null;
    }

    /** Records that the app is asked. Returns false if it was already asked and has not answered. */
    boolean ask() {
        boolean wasAsked = asked;
        asked = true;
        return !wasAsked;
    }

    /** No answer is expected any more. */
    void giveUpAsking() {
        asked = false;
    }

    /**
     * Accepts the app's answer. The token that was just refused is not accepted at once; if the app supplies it again,
     * the server may have been wrong, and it is sent again.
     *
     * @return why it is not accepted, or null if it is
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
            return "The token provider supplied an empty token.";
        }
        for (int i = 0; i < token.length(); i++) {
            char c = token.charAt(i);
            if (c <= ' ' || c > '~') {
                return String.format(
                        "The token provider supplied a token with character U+%04X at index %d (expected: printable ASCII"
                                + " without spaces).",
                        (int) c, i);
            }
        }
        if (token.equals(refused) && !sameTokenAllowed) {
            sameTokenAllowed = true;
            return "The token provider supplied the same token that was refused.";
        }
        return null;
    }

    /**
     * The server refused the token.
     *
     * @param mayHelpLater whether the server says that another token may be valid later, however often it says so
     */
    Refused onRefused(boolean mayHelpLater) {
        String shown = current;
        if (!hasProvider || shown == null) {
            return Refused.GIVE_UP;
        }
        boolean wasRenewed = renewedSinceWelcome;
        sameTokenAllowed = false;
        renewedSinceWelcome = true;
        refused = shown;
        current = null;
        if (mayHelpLater) {
            return Refused.ASK_LATER;
        }
        return wasRenewed ? Refused.GIVE_UP : Refused.ASK_AT_ONCE;
    }

    void onWelcome() {
        renewedSinceWelcome = false;
        refused = null;
        asked = false;
    }

    /** The app connects again. */
    void reset() {
        current = null;
        refused = null;
        asked = false;
        renewedSinceWelcome = false;
    }
}
