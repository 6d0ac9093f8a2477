package dev.beckon.client;

/**
 * Gives access tokens (JWT) to a client, for a server that asks for them. It is asked before the first connection, when the
 * server refused the present token, and before that one expires; not for every connection.
 */
public interface TokenProvider {

    /**
     * Fetches a fresh token, and answers by {@link TokenRequest#succeed} or {@link TokenRequest#fail}, now or later. An
     * answer that takes longer than the connect timeout (default 10 s) is a failed attempt, as are a failure, an exception,
     * an empty token, and the same token that the server has just refused: the client asks again after a while. When the
     * present token is about to expire it keeps its session meanwhile, and asks again until it gets a newer one or the
     * server ends the session.
     *
     * <p>Called on the app's callback executor.
     */
    void fetchToken(TokenRequest request);
}
