package dev.beckon.server.transport.grpc;

import dev.beckon.server.core.message.Liveness;
import dev.beckon.server.core.peer.Origin;
import dev.beckon.server.core.port.TokenVerifier.Verdict;
import dev.beckon.server.core.session.Attachment;
import dev.beckon.server.wire.FrameDecoder;
import dev.beckon.server.wire.IceEncoder;
import dev.beckon.v1.ClientFrame;
import dev.beckon.v1.GetIceServersRequest;
import dev.beckon.v1.GetIceServersResponse;
import dev.beckon.v1.OpenRequest;
import dev.beckon.v1.SendRequest;
import dev.beckon.v1.SendResponse;
import dev.beckon.v1.ServerFrame;
import io.grpc.BindableService;
import io.grpc.ServerServiceDefinition;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Implements beckon.v1.Signaling. One instance can serve several transports; each binds it with the executors of its
 * own threads. Callable from any thread.
 */
public final class SignalingService {

    private static final int MAX_FRAMES_PER_SEND = 256;

    private final Door door;
    private final FrameDecoder frames;
    private final Attachments attachments = new Attachments();

    public SignalingService(Door door) {
        this.door = door;
        this.frames = new FrameDecoder(door.limits());
    }

    /** Returns the number of valid attachment tokens. */
    public int attachments() {
        return attachments.size();
    }

    /** Returns the service for one transport, with its interceptors. */
    public ServerServiceDefinition bind(StreamExecutors threads) {
        BindableService service =
                () -> SignalingMethods.define(new Calls(threads), door.limits().frameBytes());
        return StatusInterceptor.intercept(service, door.events(), Set.of());
    }

    /** The calls of one transport. */
    private final class Calls implements SignalingMethods.Calls {

        private final StreamExecutors threads;

        Calls(StreamExecutors threads) {
            this.threads = threads;
        }

        @Override
        public StreamObserver<Parsed<ClientFrame>> connect(ServerCallStreamObserver<ServerFrame> call) {
            OutboundWriter writer = writer(call, "", OutboundWriter.Acks.SENT);
            SessionStream stream = stream("Connect", door.nativeClients(), writer);
            return new ConnectCall(stream, frames, call, threads.current(), door);
        }

        @Override
        public void open(Parsed<OpenRequest> parsed, ServerCallStreamObserver<ServerFrame> call) {
            String token = door.ids().nextToken();
            OutboundWriter writer = writer(call, token, OutboundWriter.Acks.CARRIED);
            SessionStream stream = stream("Open", door.browsers(), writer);
            call.setOnCancelHandler(stream::end);
            call.setOnCloseHandler(stream::end);
            StatusRuntimeException problem = problem(parsed);
            if (parsed instanceof Parsed.Message<OpenRequest>(OpenRequest request)) {
                Runnable forget = () -> attachments.remove(token);
                Attachment attachment = stream.prepare(request.getHello(), 0, forget);
                if (attachment != null) {
                    attachments.add(token, attachment);
                    stream.attach(attachment, () -> {}, forget);
                }
            } else if (problem != null) {
                stream.fail(problem);
            }
        }

        @Override
        public void send(Parsed<SendRequest> parsed, StreamObserver<SendResponse> response) {
            StatusRuntimeException problem = problem(parsed);
            if (parsed instanceof Parsed.Message<SendRequest>(SendRequest request)) {
                Attachment attachment = attachments.find(request.getAttachmentToken());
                if (attachment == null) {
                    problem = Statuses.attachmentUnknown();
                } else if (request.getFramesCount() > MAX_FRAMES_PER_SEND) {
                    problem = Statuses.tooManyFrames(request.getFramesCount(), MAX_FRAMES_PER_SEND);
                } else {
                    new SendCall(attachment, frames, request.getFramesList(), response).start();
                }
            }
            if (problem != null) {
                response.onError(problem);
            }
        }

        @Override
        public void getIceServers(Parsed<GetIceServersRequest> parsed, StreamObserver<GetIceServersResponse> response) {
            StatusRuntimeException problem = problem(parsed);
            if (problem != null) {
                response.onError(problem);
                return;
            }
            iceServersFor(StatusInterceptor.accessToken()).whenComplete((iceServers, fault) -> {
                if (fault == null) {
                    response.onNext(iceServers);
                    response.onCompleted();
                } else {
                    response.onError(refusal(fault));
                }
            });
        }

        private CompletionStage<GetIceServersResponse> iceServersFor(@Nullable String token) {
            return door.sessions().verify(token).thenCompose(verdict -> switch (verdict) {
                case Verdict.Refused refused -> CompletableFuture.failedFuture(StatusDetails.tokenRefused(refused));
                case Verdict.Valid valid ->
                    door.iceServers().iceServers().thenApply(iceServers -> GetIceServersResponse.newBuilder()
                            .addAllIceServers(IceEncoder.encode(iceServers))
                            .build());
            });
        }

        private StatusRuntimeException refusal(Throwable fault) {
            Throwable cause =
                    fault instanceof CompletionException && fault.getCause() != null ? fault.getCause() : fault;
            if (cause instanceof StatusRuntimeException status) {
                return status;
            }
            door.events().fault("ice servers", cause);
            return Statuses.storeUnavailable();
        }

        private OutboundWriter writer(
                ServerCallStreamObserver<ServerFrame> call, String token, OutboundWriter.Acks acks) {
            return new OutboundWriter(
                    call,
                    threads.current(),
                    door.events(),
                    token,
                    acks,
                    door.limits().outboundBytes());
        }

        private SessionStream stream(String rpc, Liveness liveness, OutboundWriter writer) {
            Origin origin = new Origin(rpc, StatusInterceptor.peerAddress());
            return new SessionStream(door, origin, liveness, writer, StatusInterceptor.accessToken());
        }

        private @Nullable StatusRuntimeException problem(Parsed<?> parsed) {
            return switch (parsed) {
                case Parsed.Message<?> message -> null;
                case Parsed.Malformed<?> malformed -> Statuses.malformedFrame();
                case Parsed.TooLarge<?>(int bytes) ->
                    Statuses.frameTooLarge(bytes, door.limits().frameBytes());
            };
        }
    }
}
