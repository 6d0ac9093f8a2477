package dev.beckon.client.signal;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A message of the app's own, before or beside WebRTC: text, or bytes. */
public final class Data extends SignalBody {

    private final String label;
    private final @Nullable String text;
    private final byte @Nullable [] bytes;

    private Data(String label, @Nullable String text, byte @Nullable [] bytes) {
        this.label = Objects.requireNonNull(label, "label");
        this.text = text;
        this.bytes = bytes;
    }

    /**
     * A text.
     *
     * @param label what it is, in the app's own words, for instance "chat"; may be empty, at most 128 bytes
     * @param text the text, at most 64 KiB of UTF-8 by default; may be empty
     */
    public static Data text(String label, String text) {
        return new Data(label, Objects.requireNonNull(text, "text"), null);
    }

    /**
     * Anything else than text.
     *
     * @param label what it is, in the app's own words, for instance "sticker"; may be empty, at most 128 bytes
     * @param bytes the content, which is copied, at most 64 KiB by default; may be empty
     */
    public static Data bytes(String label, byte[] bytes) {
        return new Data(label, null, bytes.clone());
    }

    /** What it is, in the app's own words. May be empty. */
    public String label() {
        return label;
    }

    /** The text, or null if this is bytes. */
    public @Nullable String text() {
        return text;
    }

    /** A copy of the bytes, or null if this is text. */
    public byte @Nullable [] bytes() {
        return bytes == null ? null : bytes.clone();
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
        return visitor.visitData(this);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Data
                && ((Data) other).label.equals(label)
                && Objects.equals(((Data) other).text, text)
                && Arrays.equals(((Data) other).bytes, bytes);
    }

    @Override
    public int hashCode() {
        return Objects.hash(label, text, Arrays.hashCode(bytes));
    }

    /** Without the content, which is the app's secret. */
    @Override
    public String toString() {
        return "Data{label=" + label + "}";
    }
}
