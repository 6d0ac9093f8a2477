package dev.beckon.server.auth;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** Downloads the text at one address. Blocks for at most 10 s and reads at most 256 KiB. Does not follow redirects. */
final class KeyDownload implements AutoCloseable {

    static final int MAX_BYTES = 256 * 1024;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final HttpClient client;
    private final HttpRequest request;

    KeyDownload(URI address) {
        // No redirects: only the operator chooses the key server.
        this.client = HttpClient.newBuilder()
                .connectTimeout(PATIENCE)
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
        this.request = HttpRequest.newBuilder(address)
                .timeout(PATIENCE)
                .header("accept", "application/jwk-set+json, application/json")
                .build();
    }

    String get() throws IOException, InterruptedException {
        LimitedText body = new LimitedText();
        CompletableFuture<HttpResponse<Void>> answer =
                client.sendAsync(request, info -> BodySubscribers.ofByteArrayConsumer(body));
        try {
            // The timeout of the request itself covers only the headers.
            HttpResponse<Void> response = answer.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            if (response.statusCode() != 200) {
                throw new IOException("it answered HTTP " + response.statusCode() + " (expected: 200)");
            }
            return body.text();
        } catch (TimeoutException late) {
            throw new IOException("it did not answer within " + PATIENCE.toSeconds() + " s", late);
        } catch (ExecutionException failed) {
            throw new IOException(body.isTooLong() ? LimitedText.TOO_LONG : "" + failed.getCause(), failed);
        } finally {
            answer.cancel(true);
        }
    }

    /** Aborts a download in progress. */
    @Override
    public void close() {
        client.shutdownNow();
    }

    /** Owned by: the HTTP client, until the response is complete. */
    private static final class LimitedText implements Consumer<Optional<byte[]>> {

        static final String TOO_LONG = "its answer is longer than " + MAX_BYTES + " bytes";

        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private volatile boolean isTooLong;

        @Override
        public void accept(Optional<byte[]> part) {
            if (bytes.size() + part.map(some -> some.length).orElse(0) > MAX_BYTES) {
                isTooLong = true;
                throw new IllegalStateException(TOO_LONG);
            }
            part.ifPresent(bytes::writeBytes);
        }

        boolean isTooLong() {
            return isTooLong;
        }

        String text() {
            return bytes.toString(StandardCharsets.UTF_8);
        }
    }
}
