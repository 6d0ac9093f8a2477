package dev.beckon.client.signal;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A message defined by the app, sent before or alongside WebRTC: text or bytes. */
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
     * Returns a text message.
     *
     * @param label the kind of message, defined by the app, for instance "chat"; may be empty, at most 128 bytes
     * @param text the text, at most 64 KiB of UTF-8 by default; may be empty
     */
    public static Data text(String label, String text) {
        return new Data(label, Objects.requireNonNull(text, "text"), null);
    }

    /**
     * Returns a binary message.
     *
     * @param label the kind of message, defined by the app, for instance "sticker"; may be empty, at most 128 bytes
     * @param bytes the content, which is copied, at most 64 KiB by default; may be empty
     */
    public static Data bytes(String label, byte[] bytes) {
        return new Data(label, null, bytes.clone());
    }

    /** Returns the kind of message, defined by the app. May be empty. */
    public String label() {
        return label;
    }

    /** Returns the text, or null if this is binary. */
    public @Nullable String text() {
        return text;
    }

    /** Returns a copy of the bytes, or null if this is text. */
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

    /** Omits the content, which is private to the app. */
    @Override
    public String toString() {
        return "Data{label=" + label + "}";
    }
}
