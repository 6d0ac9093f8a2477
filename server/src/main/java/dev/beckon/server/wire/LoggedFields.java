package dev.beckon.server.wire;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import com.google.protobuf.Duration;
import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The fields of a message for the log: of fields that are marked {@code debug_redact}, and of bytes, only the size.
 * Stateless; callable from any thread.
 */
public final class LoggedFields {

    private static final int MAX_FIELDS = 32;
    private static final int MAX_LENGTH = 256;

    /** Of the year 9999. */
    private static final long LAST_SECOND = 253402300799L;

    private LoggedFields() {}

    /** Returns the fields that are set, by their paths, such as {@code signal.to}. */
    public static Map<String, String> of(Message message) {
        Map<String, String> fields = new LinkedHashMap<>();
        add("", message, fields);
        return fields;
    }

    /** Returns the fields that are set and are neither messages nor lists. */
    public static Map<String, String> scalarsOf(Message message) {
        Map<String, String> fields = new LinkedHashMap<>();
        message.getAllFields().forEach((field, value) -> {
            if (!field.isRepeated() && field.getJavaType() != JavaType.MESSAGE) {
                fields.put(field.getName(), text(field, value));
            }
        });
        return fields;
    }

    private static void add(String path, Message message, Map<String, String> fields) {
        message.getAllFields().forEach((field, value) -> {
            String name = path + field.getName();
            if (fields.size() >= MAX_FIELDS) {
                return;
            }
            if (field.isRepeated()) {
                fields.put(name, "(" + message.getRepeatedFieldCount(field) + " values)");
            } else if (value instanceof Message part && !isTime(part)) {
                add(name + ".", part, fields);
            } else {
                fields.put(name, text(field, value));
            }
        });
    }

    private static boolean isTime(Message message) {
        return message instanceof Duration || message instanceof Timestamp;
    }

    private static String text(FieldDescriptor field, Object value) {
        if (field.getOptions().getDebugRedact() || value instanceof ByteString) {
            return "(" + size(value) + " bytes)";
        }
        return switch (value) {
            case Duration time -> seconds(time.getSeconds(), time.getNanos());
            case Timestamp time -> moment(time.getSeconds(), time.getNanos());
            default -> shortened(value.toString());
        };
    }

    private static String seconds(long seconds, int nanos) {
        return seconds + (nanos == 0 ? "" : "." + String.format("%09d", nanos)) + "s";
    }

    private static String moment(long seconds, int nanos) {
        boolean isReadable = seconds >= 0 && seconds <= LAST_SECOND && nanos >= 0;
        return isReadable
                ? Instant.ofEpochSecond(seconds, nanos).toString()
                : seconds(seconds, nanos) + " after 1970-01-01T00:00:00Z";
    }

    private static int size(Object value) {
        return value instanceof ByteString bytes
                ? bytes.size()
                : ByteString.copyFromUtf8(value.toString()).size();
    }

    private static String shortened(String text) {
        return text.length() <= MAX_LENGTH ? text : text.substring(0, MAX_LENGTH) + "...";
    }
}
