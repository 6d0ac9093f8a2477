package dev.beckon.server.auth;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** A JWK set at an address. Has a thread of its own, on which answers are read and stages complete. */
public final class HttpKeyServer implements KeyServer, AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int MAX_BYTES = 256 * 1024;

    private final ExecutorService thread = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("jwks").factory());
    private final HttpClient client;
    private final HttpRequest request;

    public HttpKeyServer(URI address) {
        // No redirects: an operator names the key server, nobody else.
        this.client = HttpClient.newBuilder()
                .executor(thread)
                .connectTimeout(PATIENCE)
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
        this.request = HttpRequest.newBuilder(address)
                .timeout(PATIENCE)
                .header("accept", "application/jwk-set+json, application/json")
                .build();
    }

    @Override
    public CompletionStage<List<VerificationKey>> fetch() {
        CompletableFuture<HttpResponse<byte[]>> answer =
                client.sendAsync(request, info -> new LimitedBody(BodySubscribers.ofByteArray(), MAX_BYTES));
        // The request's own timeout ends with the headers.
        return answer.copy()
                .orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                .whenComplete((response, failure) -> answer.cancel(true))
                .thenApplyAsync(HttpKeyServer::read, thread);
    }

    private static List<VerificationKey> read(HttpResponse<byte[]> response) {
        try {
            if (response.statusCode() != 200) {
                throw new IOException("it answered HTTP " + response.statusCode() + " (expected: 200)");
            }
            // Whoever can read the answer knows its secrets, so a secret is none here.
            return Keys.ofJwks(new String(response.body(), StandardCharsets.UTF_8), false);
        } catch (IOException unusable) {
            throw new CompletionException(unusable);
        }
    }

    /** Gives up what is under way. */
    @Override
    public void close() {
        client.shutdownNow();
        thread.shutdownNow();
    }
}
