package dev.beckon.client.internal.session;

import org.jspecify.annotations.Nullable;

/**
 * Everything that a {@link ClientMachine} requests and reports. Called from within the machine's methods; must not call
 * the machine before it returns.
 */
public interface ClientPort extends SessionEvents {

    /** The machine is in another phase; {@code why} is what went wrong, in WAITING and STOPPED. */
    void onPhase(Phase phase, @Nullable StreamEnd why);

    /**
     * Opens a stream and sends hello.
     *
     * @param hello the hello
     * @param listener receives the events of the stream
     */
    Stream open(Hello hello, StreamListener listener);

    /**
     * Asks the app for a new access token. Answered by {@link ClientMachine#onToken} or
     * {@link ClientMachine#onTokenFailed} at any later time, or never.
     */
    void fetchToken();

    /** Calls {@code done} on the machine's thread when the callbacks of all events reported so far have returned. */
    void whenHandled(Runnable done);
}
