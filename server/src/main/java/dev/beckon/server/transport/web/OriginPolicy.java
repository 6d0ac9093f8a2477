package dev.beckon.server.transport.web;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.CorsHandler;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Decides which pages may call: those of this port itself and those of allowed origins (Fetch standard, section 3.3,
 * CORS).
 */
final class OriginPolicy implements Handler<RoutingContext> {

    private static final Set<String> ALLOWED_HEADERS = Set.of(
            "authorization",
            "beckon-affinity",
            "connect-protocol-version",
            "content-type",
            "grpc-timeout",
            "x-grpc-web",
            "x-user-agent");
    private static final Set<String> EXPOSED_HEADERS = Set.of("grpc-message", "grpc-status", "grpc-status-details-bin");
    private static final int PREFLIGHT_SECONDS = 7200;

    /** Null: no other origin may call. (Vert.x treats an empty list as all.) */
    private final @Nullable CorsHandler cors;

    OriginPolicy(List<String> allowedOrigins) {
        this.cors = allowedOrigins.isEmpty() ? null : cors(allowedOrigins);
    }

    @Override
    public void handle(RoutingContext route) {
        String origin = route.request().getHeader(HttpHeaders.ORIGIN);
        if (origin == null || isSameOrigin(origin, route.request())) {
            route.next();
        } else if (cors == null) {
            route.fail(403);
        } else {
            cors.handle(route);
        }
    }

    /** The scheme is not compared: behind a proxy that terminates TLS, the page is https and the request http. */
    private static boolean isSameOrigin(String origin, HttpServerRequest request) {
        int host = origin.indexOf("://");
        String authority =
                request.authority() == null ? null : request.authority().toString();
        return host > 0 && authority != null && origin.substring(host + 3).equals(authority.toLowerCase(Locale.ROOT));
    }

    private static CorsHandler cors(List<String> allowedOrigins) {
        CorsHandler handler = CorsHandler.create()
                .allowedMethod(HttpMethod.POST)
                .allowedHeaders(ALLOWED_HEADERS)
                .exposedHeaders(EXPOSED_HEADERS)
                .maxAgeSeconds(PREFLIGHT_SECONDS);
        if (!allowedOrigins.contains(WebOptions.ANY_ORIGIN)) {
            // As exact patterns: Vert.x' own parser of origins supports only http and https; apps use capacitor://.
            allowedOrigins.forEach(origin -> handler.addOriginWithRegex(Pattern.quote(origin)));
        }
        return handler;
    }
}
