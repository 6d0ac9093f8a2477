package dev.beckon.server.transport.web;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.FileSystemAccess;
import io.vertx.ext.web.handler.StaticHandler;
import java.nio.file.Path;

/**
 * Serves the files of one directory, "/" as index.html. Files under /assets/ have a content hash in their name and may
 * be cached forever; all others are revalidated each time. No listings; paths with a part that begins with a dot are
 * refused.
 */
final class StaticFiles {

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

    static void mount(Router router, Path directory) {
        StaticHandler files = StaticHandler.create(
                        FileSystemAccess.ROOT,
                        directory.toAbsolutePath().normalize().toString())
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
                .handler(files);
    }

    private static void admit(RoutingContext route) {
        String path = route.normalizedPath();
        if (path.contains("/.") || path.indexOf('\0') >= 0 || path.indexOf('\\') >= 0) {
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
}
