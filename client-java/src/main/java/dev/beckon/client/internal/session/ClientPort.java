package dev.beckon.client.internal.session;

import org.jspecify.annotations.Nullable;

/**
 * Everything that a {@link ClientMachine} asks of the world and tells it. Called from within the machine's methods, and
 * must not call it back before it returns.
 */
public interface ClientPort extends SessionEvents {

    /** The machine is in another phase; {@code why} says what went wrong, in WAITING and STOPPED. */
    void onPhase(Phase phase, @Nullable StreamEnd why);

    /**
     * Opens a stream and says hello.
     *
     * @param hello what to say
     * @param listener is told what the stream says
     */
    Stream open(Hello hello, StreamListener listener);

    /**
     * Asks the app for a fresh access token. Answered by {@link ClientMachine#onToken} or
     * {@link ClientMachine#onTokenFailed}, at any time later, or never.
     */
    void fetchToken();

    /** Calls {@code done} on the machine's thread when the callbacks of all that was told so far have returned. */
    void whenHandled(Runnable done);
}
