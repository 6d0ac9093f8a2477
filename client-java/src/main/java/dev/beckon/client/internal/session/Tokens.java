package dev.beckon.client.internal.session;

import org.jspecify.annotations.Nullable;

/**
 * The access token of a client, and whether the app was asked for another one.
 *
 * <p>Owned by its machine.
 */
final class Tokens {

    private final boolean hasProvider;
    private @Nullable String current;
    private boolean asked;
    private boolean renewedSinceWelcome;

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

    void onToken(String token) {
        asked = false;
        current = token;
    }

    /** The server refused the token; whether another one may be tried. */
    boolean onRefused() {
        if (!hasProvider || renewedSinceWelcome) {
            return false;
        }
        current = null;
        renewedSinceWelcome = true;
        return true;
    }

    void onWelcome() {
        renewedSinceWelcome = false;
        asked = false;
    }

    /** The app connects anew. */
    void reset() {
        current = null;
        asked = false;
        renewedSinceWelcome = false;
    }
}
