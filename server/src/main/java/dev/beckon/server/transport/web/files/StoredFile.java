package dev.beckon.server.transport.web.files;

import io.vertx.core.http.MimeMapping;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * A file in memory, compressed once.
 *
 * @param type for Content-Type; null if unknown
 * @param gzip null if compression would save less than a tenth
 */
record StoredFile(long size, FileTime modified, @Nullable String type, Content plain, @Nullable Content gzip) {

    /**
     * @param bytes not to be changed
     * @param tag entity tag
     */
    // A copy of the bytes for each reader is what this cache is to spare.
    @SuppressWarnings("ArrayRecordComponent")
    record Content(byte[] bytes, String tag) {}

    /** Reads a file. Blocks. */
    static StoredFile read(Path file, BasicFileAttributes attributes) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        byte[] gzip = gzip(bytes);
        boolean isWorthIt = gzip.length < bytes.length - bytes.length / 10;
        return new StoredFile(
                attributes.size(),
                attributes.lastModifiedTime(),
                type(file),
                new Content(bytes, EntityTag.of(bytes, "")),
                isWorthIt ? new Content(gzip, EntityTag.of(bytes, "gzip")) : null);
    }

    /** Returns whether a file with these attributes is still the one that was read. */
    boolean isStill(BasicFileAttributes now) {
        return now.size() == size && now.lastModifiedTime().equals(modified);
    }

    /** Returns the bytes of memory that it needs. */
    int weight() {
        return plain.bytes().length + (gzip == null ? 0 : gzip.bytes().length);
    }

    private static @Nullable String type(Path file) {
        String type = MimeMapping.mimeTypeForFilename(file.getFileName().toString());
        return type != null && type.startsWith("text") ? type + ";charset=UTF-8" : type;
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream(bytes.length / 3 + 64);
        try (OutputStream out = new BestGzip(compressed)) {
            out.write(bytes);
        }
        return compressed.toByteArray();
    }

    private static final class BestGzip extends GZIPOutputStream {

        BestGzip(OutputStream out) throws IOException {
            super(out);
            def.setLevel(Deflater.BEST_COMPRESSION);
        }
    }
}
