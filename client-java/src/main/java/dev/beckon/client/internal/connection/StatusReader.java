package dev.beckon.client.internal.connection;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.beckon.client.internal.session.StreamEnd;
import dev.beckon.client.internal.status.ErrorInfo;
import dev.beckon.client.internal.status.RetryInfo;
import dev.beckon.client.internal.status.RpcStatus;
import io.grpc.Metadata;
import io.grpc.Status;
import org.jspecify.annotations.Nullable;

/** Reads the status that ended a call and its {@code google.rpc} details of the contract. */
final class StatusReader {

    private static final String DOMAIN = "beckon.dev";
    private static final String ERROR_INFO_TYPE = "google.rpc.ErrorInfo";
    private static final String RETRY_INFO_TYPE = "google.rpc.RetryInfo";
    private static final int MAX_WORDS = 200;
    private static final Metadata.Key<String> CONTENT_TYPE =
            Metadata.Key.of("content-type", Metadata.ASCII_STRING_MARSHALLER);
    private static final Metadata.Key<byte[]> DETAILS =
            Metadata.Key.of("grpc-status-details-bin", Metadata.BINARY_BYTE_MARSHALLER);

    private String reason = "";
    private long retryAfterMillis;

    private StatusReader() {}

    static StreamEnd read(Throwable cause) {
        Status status = Status.fromThrowable(cause);
        StatusReader details = new StatusReader();
        Metadata trailers = Status.trailersFromThrowable(cause);
        details.readDetails(trailers);
        if (details.reason.isEmpty() && !isGrpc(trailers)) {
            return StreamEnd.ofStranger(status.getCode().name(), shortened(words(status)), cause);
        }
        return StreamEnd.failed(
                status.getCode().name(), details.reason, words(status), details.retryAfterMillis, cause);
    }

    /**
     * gRPC keeps the content type in the status that it derives from a response that is not gRPC, such as an HTML page.
     */
    private static boolean isGrpc(@Nullable Metadata trailers) {
        String contentType = trailers == null ? null : trailers.get(CONTENT_TYPE);
        return contentType == null || contentType.startsWith("application/grpc");
    }

    /** Without the page that may follow. */
    private static String shortened(String words) {
        String line = words.replaceAll("\\s+", " ");
        return line.length() <= MAX_WORDS ? line : line.substring(0, MAX_WORDS) + "...";
    }

    private void readDetails(@Nullable Metadata trailers) {
        byte[] details = trailers == null ? null : trailers.get(DETAILS);
        if (details == null) {
            return;
        }
        try {
            for (Any detail : RpcStatus.parseFrom(details).getDetailsList()) {
                readDetail(detail);
            }
        } catch (InvalidProtocolBufferException notDetails) {
            // Details that a proxy added; the status code still says whether to reconnect.
            return;
        }
    }

    private void readDetail(Any detail) throws InvalidProtocolBufferException {
        if (detail.getTypeUrl().endsWith("/" + ERROR_INFO_TYPE)) {
            ErrorInfo info = ErrorInfo.parseFrom(detail.getValue());
            if (info.getDomain().equals(DOMAIN)) {
                reason = info.getReason();
            }
        } else if (detail.getTypeUrl().endsWith("/" + RETRY_INFO_TYPE)) {
            retryAfterMillis =
                    FrameDecoder.millis(RetryInfo.parseFrom(detail.getValue()).getRetryDelay());
        }
    }

    /** The message of gRPC and its cause: "io exception" alone does not say that the port is closed. */
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
}
