package dev.beckon.server.transport.web.files;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * Answers GET and HEAD with the files of a {@link FileStore}: compressed for clients that take gzip, with an entity
 * tag, and with 304 if the client has the content already. Passes on what the store does not have. Ranges are not
 * supported: such a request gets the whole file. Owned by: one event loop.
 */
final class FileAnswers implements Handler<RoutingContext> {

    private final FileStore files;

    FileAnswers(FileStore files) {
        this.files = files;
    }

    @Override
    public void handle(RoutingContext route) {
        String path = StaticFiles.path(route);
        if (path == null) {
            route.next();
            return;
        }
        route.request().pause();
        route.vertx()
                .executeBlocking(() -> files.find(path.substring(1)), false)
                .onComplete((file, unreadable) -> {
                    route.request().resume();
                    if (file == null) {
                        route.next();
                    } else if (!route.response().ended() && !route.response().closed()) {
                        answer(route.request(), file);
                    }
                });
    }

    private static void answer(HttpServerRequest request, StoredFile file) {
        HttpServerResponse response = request.response();
        StoredFile.Content content = file.plain();
        StoredFile.Content gzip = file.gzip();
        boolean isGzip = false;
        if (gzip != null) {
            response.putHeader(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING);
            isGzip = AcceptEncoding.prefersGzip(request.headers().getAll(HttpHeaders.ACCEPT_ENCODING));
            content = isGzip ? gzip : content;
        }
        Instant modified = file.modified().toInstant().truncatedTo(ChronoUnit.SECONDS);
        response.putHeader(HttpHeaders.ETAG, content.tag())
                .putHeader(
                        HttpHeaders.LAST_MODIFIED,
                        DateTimeFormatter.RFC_1123_DATE_TIME.format(modified.atZone(ZoneOffset.UTC)));
        if (isKnown(request, content.tag(), modified)) {
            response.setStatusCode(304).end();
            return;
        }
        if (isGzip) {
            response.putHeader(HttpHeaders.CONTENT_ENCODING, "gzip");
        }
        if (file.type() != null) {
            response.putHeader(HttpHeaders.CONTENT_TYPE, file.type());
        }
        response.putHeader(HttpHeaders.CONTENT_LENGTH, Integer.toString(content.bytes().length));
        if (request.method().equals(HttpMethod.HEAD)) {
            response.end();
        } else {
            response.end(Buffer.buffer(content.bytes()));
        }
    }

    /** If-Modified-Since counts only without If-None-Match (RFC 9110, section 13.1.3). */
    private static boolean isKnown(HttpServerRequest request, String tag, Instant modified) {
        if (request.headers().contains(HttpHeaders.IF_NONE_MATCH)) {
            return EntityTag.isNamed(tag, request.headers().getAll(HttpHeaders.IF_NONE_MATCH));
        }
        Instant since = date(request.getHeader(HttpHeaders.IF_MODIFIED_SINCE));
        return since != null && !modified.isAfter(since);
    }

    private static @Nullable Instant date(@Nullable String header) {
        try {
            return header == null
                    ? null
                    : ZonedDateTime.parse(header.strip(), DateTimeFormatter.RFC_1123_DATE_TIME)
                            .toInstant();
        } catch (DateTimeException malformed) {
            return null;
        }
    }
}
