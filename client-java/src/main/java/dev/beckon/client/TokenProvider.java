package dev.beckon.client;

/**
 * Supplies access tokens (JWT) for a server that requires them. Called before the first connection, when the server
 * refused the current token, and before the current token expires, but not for every connection.
 */
public interface TokenProvider {

    /**
     * Fetches a new token and answers with {@link TokenRequest#succeed} or {@link TokenRequest#fail}, now or later. An
     * answer that takes longer than the connect timeout (default 10 s) is a failed attempt, as are a failure, an
     * exception, an empty token, and the token that the server has just refused; the client asks again later. If the
     * current token is about to expire, the client keeps its session meanwhile and asks again until it gets a newer
     * token or the server ends the session.
     *
     * <p>Called on the app's callback executor.
     */
    void fetchToken(TokenRequest request);
}
