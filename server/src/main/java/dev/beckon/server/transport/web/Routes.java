package dev.beckon.server.transport.web;

import dev.beckon.server.transport.web.files.FileStore;
import dev.beckon.server.transport.web.files.StaticFiles;
import dev.beckon.server.transport.web.grpcweb.GrpcWebHandler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** The routes of the web port. Calls come first, because they are nearly all requests. */
final class Routes {

    private static final Map<Integer, String> ERRORS = Map.of(
            400,
            "bad request",
            403,
            "origin not allowed: the page's origin is neither this port's (the Host header that reaches the server) nor named by --allowed-origin. "
                    + "A proxy before the server must pass Host on as it came (nginx: proxy_set_header Host $http_host)",
            404,
            "not found",
            405,
            "call this with POST, as gRPC-Web",
            415,
            "expected content-type application/grpc-web+proto; native gRPC has a port of its own",
            500,
            "internal error",
            505,
            "gRPC-Web needs HTTP/1.1 or HTTP/2, and this request came by HTTP/1.0. "
                    + "A proxy before the server must speak HTTP/1.1 to it (nginx: proxy_http_version 1.1)");

    private Routes() {}

    static Router create(
            Vertx vertx, WebOptions options, @Nullable FileStore files, GrpcWebHandler grpc, BooleanSupplier ready) {
        Router router = Router.router(vertx);
        OriginPolicy origins = new OriginPolicy(options.allowedOrigins());
        router.route("/*").method(HttpMethod.POST).handler(origins).handler(grpc);
        router.route("/*").method(HttpMethod.OPTIONS).handler(origins).handler(Routes::refuseOptions);
        get(router, "/healthz").handler(route -> answer(route, 200, "ok"));
        get(router, "/readyz").handler(route -> {
            boolean isReady = ready.getAsBoolean();
            answer(route, isReady ? 200 : 503, isReady ? "ready" : "not ready");
        });
        router.route("/*").handler(route -> refuseWrongMethod(route, grpc));
        if (files != null) {
            StaticFiles.mount(router, files);
        }
        ERRORS.forEach((status, text) -> router.errorHandler(status, route -> answer(route, status, text)));
        return router;
    }

    private static Route get(Router router, String path) {
        return router.route(path).method(HttpMethod.GET).method(HttpMethod.HEAD);
    }

    /** OPTIONS that is not a preflight. */
    private static void refuseOptions(RoutingContext route) {
        route.response().putHeader(HttpHeaders.ALLOW, "GET, HEAD, POST");
        answer(route, 204, "");
    }

    private static void refuseWrongMethod(RoutingContext route, GrpcWebHandler grpc) {
        if (grpc.serves(route.request().path())) {
            route.response().putHeader(HttpHeaders.ALLOW, "POST");
            route.fail(405);
        } else {
            route.next();
        }
    }

    private static void answer(RoutingContext route, int status, String text) {
        if (route.response().ended()) {
            return;
        }
        route.response()
                .setStatusCode(status)
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .putHeader("x-content-type-options", "nosniff");
        if (text.isEmpty()) {
            route.end();
        } else {
            route.response().putHeader(HttpHeaders.CONTENT_TYPE, "text/plain; charset=utf-8");
            route.end(text + "\n");
        }
    }
}
