package dev.beckon.server.transport.web.files;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.FileSystemAccess;
import io.vertx.ext.web.handler.StaticHandler;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Serves the files of one directory, "/" as index.html. Files under /assets/ have a content hash in their name and may
 * be cached forever; all others are revalidated each time. Files of moderate size come from memory, compressed; larger
 * ones from disk as they are, in ranges if asked. No listings; paths with a part that begins with a dot are refused.
 */
public final class StaticFiles {

    private static final String ASSETS = "/assets/";
    private static final String FOR_EVER = "public, max-age=31536000, immutable";
    private static final String ASK_AGAIN = "no-cache";

    /** The demo can connect to another server (`?server=`), hence the open connect-src; everything else is its own. */
    private static final String CONTENT_SECURITY_POLICY = String.join(
            "; ",
            "default-src 'self'",
            "connect-src 'self' http: https:",
            "img-src 'self' data: blob:",
            "media-src 'self' blob: mediastream:",
            "worker-src 'self' blob:",
            "object-src 'none'",
            "base-uri 'none'",
            "form-action 'self'",
            "frame-ancestors 'self'");

    private StaticFiles() {}

    /**
     * Adds the routes.
     *
     * @param store the same for all event loops
     */
    public static void mount(Router router, FileStore store) {
        StaticHandler files = StaticHandler.create(
                        FileSystemAccess.ROOT, store.root().toString())
                .setDirectoryListing(false)
                // Vert.x would also hide files in a directory whose own path has a dot, such as ~/.local/share.
                .setIncludeHidden(true)
                // Serve a rebuilt page at once: entries expire after 1 ms.
                .setFilesReadOnly(false)
                .setCachingEnabled(true)
                .setCacheEntryTimeout(1)
                .setIndexPage("index.html");
        router.route("/*")
                .method(HttpMethod.GET)
                .method(HttpMethod.HEAD)
                .handler(StaticFiles::admit)
                .handler(new FileAnswers(store))
                .handler(files);
    }

    private static void admit(RoutingContext route) {
        String path = path(route);
        if (path == null || path.contains("/.") || path.indexOf('\0') >= 0 || path.indexOf('\\') >= 0) {
            route.fail(404);
            return;
        }
        MultiMap headers = route.response().headers();
        headers.set(HttpHeaders.CACHE_CONTROL, path.startsWith(ASSETS) ? FOR_EVER : ASK_AGAIN);
        headers.set("x-content-type-options", "nosniff");
        headers.set("referrer-policy", "no-referrer");
        headers.set("content-security-policy", CONTENT_SECURITY_POLICY);
        route.next();
    }

    /** Returns the path with all escapes resolved, as it is looked for; null if an escape is malformed. */
    static @Nullable String path(RoutingContext route) {
        try {
            // URLDecoder would make a space of a plus.
            return URLDecoder.decode(route.normalizedPath().replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            return null;
        }
    }
}
