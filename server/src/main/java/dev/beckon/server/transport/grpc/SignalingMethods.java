package dev.beckon.server.transport.grpc;

import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Message;
import com.google.rpc.ErrorDetailsProto;
import dev.beckon.v1.ClientFrame;
import dev.beckon.v1.GetIceServersRequest;
import dev.beckon.v1.GetIceServersResponse;
import dev.beckon.v1.OpenRequest;
import dev.beckon.v1.SendRequest;
import dev.beckon.v1.SendResponse;
import dev.beckon.v1.ServerFrame;
import dev.beckon.v1.SignalingGrpc;
import dev.beckon.v1.SignalingProto;
import io.grpc.MethodDescriptor;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServiceDescriptor;
import io.grpc.protobuf.ProtoFileDescriptorSupplier;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.List;

/** The methods of beckon.v1.Signaling with our own decoding of requests; everything else is as generated. */
final class SignalingMethods {

    /**
     * The schema served by reflection: the contract plus the error details, which the contract does not import. With
     * them grpcurl can print the reason of a status.
     */
    private static final FileDescriptor SCHEMA = withErrorDetails(SignalingProto.getDescriptor());

    private SignalingMethods() {}

    /** The calls of the service; requests may be undecodable. */
    interface Calls {
        StreamObserver<Parsed<ClientFrame>> connect(ServerCallStreamObserver<ServerFrame> call);

        void open(Parsed<OpenRequest> request, ServerCallStreamObserver<ServerFrame> call);

        void send(Parsed<SendRequest> request, StreamObserver<SendResponse> response);

        void getIceServers(Parsed<GetIceServersRequest> request, StreamObserver<GetIceServersResponse> response);
    }

    static ServerServiceDefinition define(Calls calls, int maxFrameBytes) {
        var connect = parsed(SignalingGrpc.getConnectMethod(), ClientFrame.getDefaultInstance(), maxFrameBytes);
        var open = parsed(SignalingGrpc.getOpenMethod(), OpenRequest.getDefaultInstance(), maxFrameBytes);
        var send = parsed(SignalingGrpc.getSendMethod(), SendRequest.getDefaultInstance(), maxFrameBytes);
        var iceServers = parsed(
                SignalingGrpc.getGetIceServersMethod(), GetIceServersRequest.getDefaultInstance(), maxFrameBytes);
        ServiceDescriptor service = ServiceDescriptor.newBuilder(SignalingGrpc.SERVICE_NAME)
                .setSchemaDescriptor((ProtoFileDescriptorSupplier) () -> SCHEMA)
                .addMethod(connect)
                .addMethod(open)
                .addMethod(send)
                .addMethod(iceServers)
                .build();
        return ServerServiceDefinition.builder(service)
                .addMethod(connect, ServerCalls.asyncBidiStreamingCall(out -> calls.connect(call(out))))
                .addMethod(open, ServerCalls.asyncServerStreamingCall((in, out) -> calls.open(in, call(out))))
                .addMethod(send, ServerCalls.asyncUnaryCall(calls::send))
                .addMethod(iceServers, ServerCalls.asyncUnaryCall(calls::getIceServers))
                .build();
    }

    private static <Q extends Message, R> MethodDescriptor<Parsed<Q>, R> parsed(
            MethodDescriptor<Q, R> generated, Q prototype, int maxFrameBytes) {
        return generated.toBuilder(new ParsedMarshaller<>(prototype, maxFrameBytes), generated.getResponseMarshaller())
                .build();
    }

    static FileDescriptor withErrorDetails(FileDescriptor contract) {
        FileDescriptor details = ErrorDetailsProto.getDescriptor();
        List<FileDescriptor> dependencies = new ArrayList<>(contract.getDependencies());
        dependencies.add(details);
        try {
            return FileDescriptor.buildFrom(
                    contract.toProto().toBuilder()
                            .addDependency(details.getFullName())
                            .build(),
                    dependencies.toArray(FileDescriptor[]::new));
        } catch (DescriptorValidationException e) {
            throw new IllegalStateException("the contract and the error details do not fit together", e);
        }
    }

    private static <T> ServerCallStreamObserver<T> call(StreamObserver<T> out) {
        return (ServerCallStreamObserver<T>) out;
    }
}
