package dev.beckon.client.internal.connection;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.beckon.client.internal.status.ErrorInfo;
import dev.beckon.client.internal.status.RpcStatus;
import io.grpc.Metadata;
import io.grpc.Status;
import org.jspecify.annotations.Nullable;

/** How a stream ended. Immutable. */
public final class StreamEnd {

    /** The four ways in which a stream ends. */
    public enum Kind {
        /** The server ended it with status OK, or the owner gave it up. */
        COMPLETED,
        /** It ended with a status. */
        FAILED,
        /** Nothing was heard from the server for too long. */
        SILENT,
        /** The server did not welcome this client in time. */
        NO_WELCOME
    }

    private static final String DOMAIN = "beckon.dev";
    private static final String ERROR_INFO_TYPE = "google.rpc.ErrorInfo";
    private static final Metadata.Key<byte[]> DETAILS =
            Metadata.Key.of("grpc-status-details-bin", Metadata.BINARY_BYTE_MARSHALLER);

    private final Kind kind;
    private final String code;
    private final String reason;
    private final String message;
    private final @Nullable Throwable cause;

    private StreamEnd(Kind kind, String code, String reason, String message, @Nullable Throwable cause) {
        this.kind = kind;
        this.code = code;
        this.reason = reason;
        this.message = message;
        this.cause = cause;
    }

    static StreamEnd completed() {
        return new StreamEnd(Kind.COMPLETED, "OK", "", "The server ended the stream.", null);
    }

    static StreamEnd silent(long millis) {
        String message = "Nothing was heard from the server for " + millis + " ms.";
        return new StreamEnd(Kind.SILENT, "", "", message, null);
    }

    static StreamEnd noWelcome(long millis) {
        String message = "The server did not welcome this client within " + millis + " ms.";
        return new StreamEnd(Kind.NO_WELCOME, "", "", message, null);
    }

    static StreamEnd failed(Throwable cause) {
        Status status = Status.fromThrowable(cause);
        String reason = reason(Status.trailersFromThrowable(cause));
        return new StreamEnd(Kind.FAILED, status.getCode().name(), reason, words(status), cause);
    }

    /** What gRPC says, and what it was told itself: "io exception" alone does not say that the port is closed. */
    private static String words(Status status) {
        String description = status.getDescription() == null ? "" : status.getDescription();
        Throwable root = status.getCause();
        while (root != null && root.getCause() != null) {
            root = root.getCause();
        }
        if (root == null || root.getMessage() == null || description.contains(root.getMessage())) {
            return description;
        }
        return description.isEmpty() ? root.getMessage() : description + ": " + root.getMessage();
    }

    /** Which way it was. */
    public Kind kind() {
        return kind;
    }

    /** The name of the gRPC status code, for instance "UNAVAILABLE"; empty if there was no status. */
    public String code() {
        return code;
    }

    /** The reason of the contract, for instance "PEER_ID_TAKEN"; empty if it was not the server that ended it. */
    public String reason() {
        return reason;
    }

    /** The same in words. May be empty. */
    public String message() {
        return message;
    }

    /** What gRPC threw, or null. */
    public @Nullable Throwable cause() {
        return cause;
    }

    private static String reason(@Nullable Metadata trailers) {
        byte[] details = trailers == null ? null : trailers.get(DETAILS);
        if (details == null) {
            return "";
        }
        try {
            for (Any detail : RpcStatus.parseFrom(details).getDetailsList()) {
                if (detail.getTypeUrl().endsWith("/" + ERROR_INFO_TYPE)) {
                    ErrorInfo info = ErrorInfo.parseFrom(detail.getValue());
                    if (info.getDomain().equals(DOMAIN)) {
                        return info.getReason();
                    }
                }
            }
        } catch (InvalidProtocolBufferException notDetails) {
            // Some proxy's own idea of details: the status code still says whether to come back.
            return "";
        }
        return "";
    }
}
