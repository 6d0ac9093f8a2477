package dev.beckon.server.transport.web.grpcweb;

import io.grpc.Deadline;
import io.grpc.Metadata;
import io.grpc.ServerMethodDefinition;
import io.grpc.ServerServiceDefinition;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.internal.ContextInternal;
import io.vertx.ext.web.RoutingContext;
import java.io.InputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds the method of a POST, reads its body and starts the call. Owned by: one event loop. */
public final class GrpcWebHandler implements Handler<RoutingContext> {

    private static final String IDENTITY = "identity";

    private final GrpcWebOptions options;
    private final ConnectionUse connections;
    private final Map<String, ServerMethodDefinition<?, ?>> methods = new HashMap<>();

    public GrpcWebHandler(List<ServerServiceDefinition> services, GrpcWebOptions options, ConnectionUse connections) {
        this.options = options;
        this.connections = connections;
        for (ServerServiceDefinition service : services) {
            for (ServerMethodDefinition<?, ?> method : service.getMethods()) {
                methods.put("/" + method.getMethodDescriptor().getFullMethodName(), method);
            }
        }
    }

    /** Returns whether a method has this path, "/service/method". */
    public boolean serves(String path) {
        return methods.containsKey(path);
    }

    /**
     * Answers any POST. gRPC-Web requests get a gRPC status; others fail the route with 415, or with 404 if the path is
     * no method.
     */
    @Override
    public void handle(RoutingContext route) {
        HttpServerRequest request = route.request();
        WebFormat format = WebFormat.of(request.getHeader(HttpHeaders.CONTENT_TYPE));
        if (format == null) {
            route.fail(serves(request.path()) ? 415 : 404);
        } else if (request.version() == HttpVersion.HTTP_1_0) {
            // It has no chunks, so the end of a stream would look like a broken connection.
            route.fail(505);
        } else {
            call(request, format);
        }
    }

    private void call(HttpServerRequest request, WebFormat format) {
        ServerMethodDefinition<?, ?> method = methods.get(request.path());
        if (method == null) {
            end(request, format, Ending.unknownMethod(request.path()));
        } else if (!method.getMethodDescriptor().getType().clientSendsOneMessage()) {
            end(
                    request,
                    format,
                    Ending.clientStreaming(method.getMethodDescriptor().getFullMethodName()));
        } else if (isCompressed(request)) {
            end(request, format, Ending.compressed());
        } else {
            read(request, format, method);
        }
    }

    private <Q, R> void read(HttpServerRequest request, WebFormat format, ServerMethodDefinition<Q, R> method) {
        Metadata headers;
        Deadline deadline;
        try {
            headers = HttpMetadata.read(request.headers());
            deadline = GrpcTimeout.parse(request.getHeader(GrpcTimeout.HEADER));
        } catch (IllegalArgumentException malformed) {
            end(request, format, Ending.malformed("A header is malformed: " + malformed.getMessage()));
            return;
        }
        RequestReader.Result result = new Start<>(method, headers, request, format, deadline);
        new RequestReader(ContextInternal.current(), request, format, options, deadline, result).start();
    }

    /** Continues after the body: starts the call or refuses it. */
    private final class Start<Q, R> implements RequestReader.Result {

        private final ServerMethodDefinition<Q, R> method;
        private final Metadata headers;
        private final HttpServerRequest request;
        private final WebFormat format;
        private final @Nullable Deadline deadline;
        private final ContextInternal loop = ContextInternal.current();

        Start(
                ServerMethodDefinition<Q, R> method,
                Metadata headers,
                HttpServerRequest request,
                WebFormat format,
                @Nullable Deadline deadline) {
            this.method = method;
            this.headers = headers;
            this.request = request;
            this.format = format;
            this.deadline = deadline;
        }

        @Override
        public void onMessage(InputStream message) {
            if (deadline != null && deadline.isExpired()) {
                onRefused(Ending.deadlineExceeded());
                return;
            }
            Q parsed;
            try {
                parsed = method.getMethodDescriptor().parseRequest(message);
            } catch (RuntimeException undecodable) {
                onRefused(Ending.malformed("The message is not what the method expects"));
                return;
            }
            ConnectionGuard guard = new ConnectionGuard(loop.owner(), request, options.linger(), connections);
            new GrpcWebCall<>(method, request, loop, format, deadline, guard).start(headers, parsed);
        }

        @Override
        public void onRefused(Ending ending) {
            end(request, format, ending);
        }
    }

    private static void end(HttpServerRequest request, WebFormat format, Ending ending) {
        new ResponseWriter(request, ContextInternal.current(), format, () -> {}).end(ending);
    }

    /** Returns whether the body or its messages are compressed, which is not supported. */
    private static boolean isCompressed(HttpServerRequest request) {
        return isEncoding(request.getHeader(HttpHeaders.CONTENT_ENCODING))
                || isEncoding(request.getHeader("grpc-encoding"));
    }

    private static boolean isEncoding(@Nullable String encoding) {
        return encoding != null && !encoding.isEmpty() && !encoding.equalsIgnoreCase(IDENTITY);
    }
}
