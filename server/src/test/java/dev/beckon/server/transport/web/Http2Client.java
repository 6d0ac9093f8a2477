package dev.beckon.server.transport.web;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import java.util.Map;
import java.util.TreeMap;

/** An HTTP/2 client without TLS, whose calls share one connection. */
final class Http2Client implements AutoCloseable {

    private final Vertx vertx = Vertx.vertx();
    private final HttpClient client;
    private final int port;

    Http2Client(int port) {
        this.port = port;
        this.client = vertx.createHttpClient(
                new HttpClientOptions().setProtocolVersion(HttpVersion.HTTP_2).setHttp2ClearTextUpgrade(false));
    }

    /** A call whose body is still to be sent. */
    HttpClientRequest open(String path) throws Exception {
        HttpClientRequest request = await(client.request(HttpMethod.POST, port, "127.0.0.1", path));
        return request.putHeader("content-type", "application/grpc-web+proto");
    }

    int health() throws Exception {
        HttpClientRequest request = await(client.request(HttpMethod.GET, port, "127.0.0.1", "/healthz"));
        return await(request.send()).statusCode();
    }

    /** Both are asked for before the request ends: a body that nobody waits for passes by unread. */
    record Answer(Future<HttpClientResponse> response, Future<Buffer> body) {

        static Answer of(HttpClientRequest request) {
            Future<HttpClientResponse> response = request.response();
            return new Answer(response, response.compose(HttpClientResponse::body));
        }

        int status() throws Exception {
            return await(response).statusCode();
        }

        GrpcAnswer whole() throws Exception {
            Map<String, String> headers = new TreeMap<>();
            await(response).headers().forEach(headers::put);
            return GrpcAnswer.of(
                    new RawConnection.Head(status(), headers), await(body).getBytes());
        }
    }

    static <T> T await(Future<T> future) throws Exception {
        return WebPort.await(future.toCompletionStage().toCompletableFuture());
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
