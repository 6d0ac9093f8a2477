package dev.beckon.server.transport.grpc;

import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Message;
import dev.beckon.server.core.port.SignalingEvents;
import io.grpc.MethodDescriptor;
import io.grpc.ServerMethodDefinition;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServiceDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.ProtoFileDescriptorSupplier;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A service of unary methods that respond asynchronously. On any failure the client receives a listed code with a
 * reason.
 */
public final class UnaryService {

    private final FileDescriptor schema;
    private final int maxRequestBytes;
    private final SignalingEvents events;
    private final List<ServerMethodDefinition<?, ?>> methods = new ArrayList<>();

    /**
     * Creates a service without methods.
     *
     * @param schema the contract file that contains the service, for reflection
     */
    public UnaryService(FileDescriptor schema, int maxRequestBytes, SignalingEvents events) {
        this.schema = SignalingMethods.withErrorDetails(schema);
        this.maxRequestBytes = maxRequestBytes;
        this.events = events;
    }

    /** The implementation of a method. */
    public interface Answer<Q, R> {

        /**
         * Answers a request. The stage may fail with a {@link StatusRuntimeException}; any other failure means that a
         * store is unavailable.
         *
         * @param token the access token of the call; null if it has none
         */
        CompletionStage<R> answer(Q request, @Nullable String token);
    }

    /** Adds a method. */
    public <Q extends Message, R> UnaryService add(MethodDescriptor<Q, R> generated, Q prototype, Answer<Q, R> answer) {
        MethodDescriptor<Parsed<Q>, R> method = generated.toBuilder(
                        new ParsedMarshaller<>(prototype, maxRequestBytes), generated.getResponseMarshaller())
                .build();
        methods.add(ServerMethodDefinition.create(
                method, ServerCalls.asyncUnaryCall((request, response) -> call(method, request, response, answer))));
        return this;
    }

    /**
     * Builds the service from the added methods.
     *
     * @param codes codes of this service, in addition to those of all services
     */
    public ServerServiceDefinition bind(String name, Set<Status.Code> codes) {
        ServiceDescriptor.Builder descriptor =
                ServiceDescriptor.newBuilder(name).setSchemaDescriptor((ProtoFileDescriptorSupplier) () -> schema);
        methods.forEach(method -> descriptor.addMethod(method.getMethodDescriptor()));
        ServerServiceDefinition.Builder service = ServerServiceDefinition.builder(descriptor.build());
        methods.forEach(service::addMethod);
        return StatusInterceptor.intercept(service::build, events, codes);
    }

    private <Q, R> void call(
            MethodDescriptor<?, R> method, Parsed<Q> parsed, StreamObserver<R> response, Answer<Q, R> answer) {
        switch (parsed) {
            case Parsed.Malformed<Q> malformed -> response.onError(Statuses.malformedFrame());
            case Parsed.TooLarge<Q>(int bytes) -> response.onError(Statuses.frameTooLarge(bytes, maxRequestBytes));
            case Parsed.Message<Q>(Q request) ->
                answer.answer(request, StatusInterceptor.accessToken()).whenComplete((result, failure) -> {
                    if (failure != null) {
                        response.onError(status(method, failure));
                    } else {
                        response.onNext(result);
                        response.onCompleted();
                    }
                });
        }
    }

    private StatusRuntimeException status(MethodDescriptor<?, ?> method, Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof StatusRuntimeException status) {
            return status;
        }
        events.fault(method.getFullMethodName(), cause);
        return Statuses.storeUnavailable();
    }
}
