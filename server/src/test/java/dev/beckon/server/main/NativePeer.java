package dev.beckon.server.main;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.ErrorInfo;
import dev.beckon.v1.ClientFrame;
import dev.beckon.v1.Hello;
import dev.beckon.v1.ServerFrame;
import dev.beckon.v1.SignalingGrpc;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import org.jspecify.annotations.Nullable;

/** A peer on Connect. */
final class NativePeer extends ThinPeer {

    private final ClientCallStreamObserver<ClientFrame> call;

    /** Connects and says hello. */
    NativePeer(SignalingGrpc.SignalingStub stub, Hello hello) {
        super(!hello.getSessionKey().isEmpty());
        call = (ClientCallStreamObserver<ClientFrame>) stub.connect(new Observer());
        call.onNext(ClientFrame.newBuilder().setHello(hello).build());
    }

    @Override
    void send(ClientFrame frame) {
        call.onNext(frame);
    }

    @Override
    void lose() {
        call.cancel("lost", null);
    }

    /** Says that nothing more follows. */
    void halfClose() {
        call.onCompleted();
    }

    private final class Observer implements ClientResponseObserver<ClientFrame, ServerFrame> {

        @Override
        public void beforeStart(ClientCallStreamObserver<ClientFrame> started) {}

        @Override
        public void onNext(ServerFrame frame) {
            arrive(frame);
        }

        @Override
        public void onError(Throwable end) {
            arrive(new End(reason(end)));
        }

        @Override
        public void onCompleted() {
            arrive(new End("OK"));
        }
    }

    private static String reason(Throwable end) {
        com.google.rpc.@Nullable Status status = StatusProto.fromThrowable(end);
        try {
            return status == null || status.getDetailsCount() == 0
                    ? end.toString()
                    : status.getDetails(0).unpack(ErrorInfo.class).getReason();
        } catch (InvalidProtocolBufferException another) {
            return another.toString();
        }
    }
}
