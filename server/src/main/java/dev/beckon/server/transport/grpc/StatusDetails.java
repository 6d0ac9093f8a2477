package dev.beckon.server.transport.grpc;

import com.google.protobuf.Any;
import com.google.protobuf.Message;
import com.google.rpc.BadRequest;
import com.google.rpc.Code;
import com.google.rpc.ErrorInfo;
import com.google.rpc.RetryInfo;
import com.google.rpc.Status;
import dev.beckon.server.core.message.Refusal;
import dev.beckon.server.core.port.TokenVerifier.Problem;
import dev.beckon.server.core.port.TokenVerifier.Verdict;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.time.Duration;
import java.util.Map;

/**
 * The format of all statuses: a code, a reason for programs, a message for people. Each service has its own list of
 * them.
 */
public final class StatusDetails {

    private static final String DOMAIN = "beckon.dev";

    private StatusDetails() {}

    /**
     * Creates a status.
     *
     * @param reason distinguishes statuses for clients; one of the contract's list
     * @param metadata values for programs
     * @param more further details of google.rpc
     */
    public static StatusRuntimeException status(
            Code code, String reason, String message, Map<String, String> metadata, Message... more) {
        Status.Builder status = Status.newBuilder()
                .setCode(code.getNumber())
                .setMessage(message)
                .addDetails(Any.pack(ErrorInfo.newBuilder()
                        .setDomain(DOMAIN)
                        .setReason(reason)
                        .putAllMetadata(metadata)
                        .build()));
        for (Message detail : more) {
            status.addDetails(Any.pack(detail));
        }
        return StatusProto.toStatusRuntimeException(status.build());
    }

    /** Creates INVALID_ARGUMENT with the invalid fields. */
    public static StatusRuntimeException invalid(String reason, Refusal refusal) {
        BadRequest.Builder fields = BadRequest.newBuilder();
        for (Refusal.Violation violation : refusal.violations()) {
            fields.addFieldViolations(BadRequest.FieldViolation.newBuilder()
                    .setField(violation.field())
                    .setDescription(violation.found() + " (expected: " + violation.expected() + ")"));
        }
        return status(Code.INVALID_ARGUMENT, reason, refusal.message(), Map.of(), fields.build());
    }

    /**
     * Creates UNAUTHENTICATED, with a reason such as TOKEN_EXPIRED, if another token is needed; UNAVAILABLE if the same
     * token may be accepted later.
     */
    public static StatusRuntimeException tokenRefused(Verdict.Refused refused) {
        Problem problem = refused.problem();
        Code code = problem.isTemporary() ? Code.UNAVAILABLE : Code.UNAUTHENTICATED;
        String reason = problem == Problem.KEYS_UNAVAILABLE ? problem.name() : "TOKEN_" + problem;
        Duration delay = refused.retryAfter();
        return delay == null
                ? status(code, reason, refused.message(), Map.of())
                : status(code, reason, refused.message(), Map.of(), retryAfter(delay));
    }

    /** Creates the advice when to retry. */
    static RetryInfo retryAfter(Duration delay) {
        return RetryInfo.newBuilder()
                .setRetryDelay(com.google.protobuf.Duration.newBuilder()
                        .setSeconds(delay.toSeconds())
                        .setNanos(delay.toNanosPart()))
                .build();
    }
}
