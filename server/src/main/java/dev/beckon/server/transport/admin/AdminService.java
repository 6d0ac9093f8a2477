package dev.beckon.server.transport.admin;

import com.google.protobuf.Message;
import dev.beckon.server.core.message.Limits;
import dev.beckon.server.core.message.Signal;
import dev.beckon.server.core.peer.PeerId;
import dev.beckon.server.core.peer.RoomId;
import dev.beckon.server.core.port.AdminAudit;
import dev.beckon.server.core.port.SignalingEvents;
import dev.beckon.server.core.port.TokenRevocations;
import dev.beckon.server.core.port.TokenVerifier;
import dev.beckon.server.core.port.TokenVerifier.Verdict;
import dev.beckon.server.core.session.Administration;
import dev.beckon.server.core.session.Administration.Delivery;
import dev.beckon.server.core.session.Administration.Disconnect;
import dev.beckon.server.transport.grpc.StatusDetails;
import dev.beckon.server.transport.grpc.UnaryService;
import dev.beckon.server.wire.AdminDecoder;
import dev.beckon.server.wire.AdminDecoder.Decoded;
import dev.beckon.server.wire.AdminDecoder.Disconnection;
import dev.beckon.server.wire.AdminDecoder.Revocation;
import dev.beckon.server.wire.AdminEncoder;
import dev.beckon.v1.AdminGrpc;
import dev.beckon.v1.AdminProto;
import dev.beckon.v1.CloseRoomRequest;
import dev.beckon.v1.CloseRoomResponse;
import dev.beckon.v1.DisconnectPeerRequest;
import dev.beckon.v1.DisconnectPeerResponse;
import dev.beckon.v1.GetPeerRequest;
import dev.beckon.v1.GetPeerResponse;
import dev.beckon.v1.GetRoomRequest;
import dev.beckon.v1.GetRoomResponse;
import dev.beckon.v1.ListPeersRequest;
import dev.beckon.v1.ListRoomsRequest;
import dev.beckon.v1.RevokeTokensRequest;
import dev.beckon.v1.RevokeTokensResponse;
import dev.beckon.v1.SendSignalRequest;
import dev.beckon.v1.SendSignalResponse;
import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * Implements beckon.v1.Admin. Each call needs an access token with the grant {@code admin}. Callable from any thread.
 */
public final class AdminService {

    private static final Set<Status.Code> CODES = EnumSet.of(Status.Code.NOT_FOUND, Status.Code.FAILED_PRECONDITION);

    private final Administration administration;
    private final TokenVerifier tokens;
    private final TokenRevocations revocations;
    private final InstantSource clock;
    private final AdminDecoder decoder;
    private final ServerServiceDefinition definition;

    /**
     * Creates the service; the caller registers it with a server.
     *
     * @param clock supplies "now" for revocations
     * @param audit records each call
     */
    public AdminService(
            Administration administration,
            TokenVerifier tokens,
            TokenRevocations revocations,
            InstantSource clock,
            Limits limits,
            AdminAudit audit,
            SignalingEvents events) {
        this.administration = administration;
        this.tokens = tokens;
        this.revocations = revocations;
        this.clock = clock;
        this.decoder = new AdminDecoder(limits);
        UnaryService methods = new UnaryService(AdminProto.getDescriptor(), limits.frameBytes(), events);
        addViews(methods);
        addActions(methods);
        this.definition =
                ServerInterceptors.intercept(methods.bind(AdminGrpc.SERVICE_NAME, CODES), new AuditInterceptor(audit));
    }

    public ServerServiceDefinition definition() {
        return definition;
    }

    private void addViews(UnaryService methods) {
        methods.add(
                        AdminGrpc.getListPeersMethod(),
                        ListPeersRequest.getDefaultInstance(),
                        guarded(
                                request -> decoder.page(
                                        request.getPrefix(), request.getPageSize(), request.getPageToken()),
                                query -> administration.peers(query).thenApply(AdminEncoder::peers)))
                .add(
                        AdminGrpc.getGetPeerMethod(),
                        GetPeerRequest.getDefaultInstance(),
                        guarded(request -> decoder.peer(request.getPeerId()), this::getPeer))
                .add(
                        AdminGrpc.getListRoomsMethod(),
                        ListRoomsRequest.getDefaultInstance(),
                        guarded(
                                request -> decoder.page(
                                        request.getPrefix(), request.getPageSize(), request.getPageToken()),
                                query -> administration.rooms(query).thenApply(AdminEncoder::rooms)))
                .add(
                        AdminGrpc.getGetRoomMethod(),
                        GetRoomRequest.getDefaultInstance(),
                        guarded(request -> decoder.room(request.getRoom()), this::getRoom));
    }

    private void addActions(UnaryService methods) {
        methods.add(
                        AdminGrpc.getDisconnectPeerMethod(),
                        DisconnectPeerRequest.getDefaultInstance(),
                        guarded(decoder::disconnection, this::disconnectPeer))
                .add(
                        AdminGrpc.getCloseRoomMethod(),
                        CloseRoomRequest.getDefaultInstance(),
                        guarded(request -> decoder.room(request.getRoom()), this::closeRoom))
                .add(
                        AdminGrpc.getSendSignalMethod(),
                        SendSignalRequest.getDefaultInstance(),
                        guarded(decoder::signal, this::sendSignal))
                .add(
                        AdminGrpc.getRevokeTokensMethod(),
                        RevokeTokensRequest.getDefaultInstance(),
                        guarded(decoder::revocation, this::revokeTokens));
    }

    /** Authorization comes first: callers without the grant learn nothing about their request. */
    private <Q extends Message, C, R> UnaryService.Answer<Q, R> guarded(
            Function<Q, Decoded<C>> decode, Function<C, CompletionStage<R>> perform) {
        return (request, token) -> {
            AuditInterceptor.Entry entry = AuditInterceptor.entry();
            entry.onRequest(request);
            return tokens.verify(token).thenCompose(verdict -> switch (verdict) {
                case Verdict.Refused refused -> failed(StatusDetails.tokenRefused(refused));
                case Verdict.Valid(var access) -> {
                    entry.onCaller(access.subject());
                    yield access.grants().admin()
                            ? perform(decode.apply(request), perform)
                            : failed(AdminStatuses.notGranted());
                }
            });
        };
    }

    private static <C, R> CompletionStage<R> perform(Decoded<C> decoded, Function<C, CompletionStage<R>> perform) {
        return switch (decoded) {
            case Decoded.Valid<C>(C command) -> perform.apply(command);
            case Decoded.Invalid<C>(var refusal) -> failed(AdminStatuses.invalidRequest(refusal));
        };
    }

    private CompletionStage<GetPeerResponse> getPeer(PeerId peer) {
        return administration
                .peer(peer)
                .thenCompose(found -> found.isEmpty()
                        ? failed(AdminStatuses.peerNotFound(peer))
                        : done(GetPeerResponse.newBuilder()
                                .setPeer(AdminEncoder.peer(found.get()))
                                .build()));
    }

    private CompletionStage<GetRoomResponse> getRoom(RoomId room) {
        return administration
                .room(room)
                .thenCompose(found -> found.isEmpty()
                        ? failed(AdminStatuses.roomNotFound(room))
                        : done(AdminEncoder.room(found.get())));
    }

    private CompletionStage<DisconnectPeerResponse> disconnectPeer(Disconnection wanted) {
        return administration
                .disconnect(wanted.peer(), wanted.ban(), wanted.message())
                .thenCompose(outcome -> outcome == Disconnect.TOO_MANY_BANS
                        ? failed(AdminStatuses.tooManyBans())
                        : done(DisconnectPeerResponse.newBuilder()
                                .setWasRegistered(outcome == Disconnect.DONE)
                                .build()));
    }

    private CompletionStage<CloseRoomResponse> closeRoom(RoomId room) {
        return administration
                .closeRoom(room)
                .thenCompose(removed -> removed == 0
                        ? failed(AdminStatuses.roomNotFound(room))
                        : done(CloseRoomResponse.newBuilder()
                                .setRemoved(removed)
                                .build()));
    }

    private CompletionStage<SendSignalResponse> sendSignal(Signal signal) {
        return administration.send(signal).thenCompose(delivery -> switch (delivery) {
            case Delivery.Taken(var session) ->
                done(SendSignalResponse.newBuilder()
                        .setSessionId(session.value())
                        .build());
            case Delivery.Rejected(var refusal) -> failed(AdminStatuses.signalRefused(refusal));
        });
    }

    private CompletionStage<RevokeTokensResponse> revokeTokens(Revocation wanted) {
        Instant before = wanted.issuedBefore() == null ? clock.instant() : wanted.issuedBefore();
        boolean isKept = wanted.subject().isEmpty()
                ? revocations.revokeToken(wanted.tokenId(), wanted.keepFor())
                : revocations.revokeSubject(wanted.subject(), before, wanted.keepFor());
        if (!isKept) {
            return failed(AdminStatuses.tooManyRevocations());
        }
        return administration.endRevoked().thenApply(ended -> RevokeTokensResponse.newBuilder()
                .setSessionsEnded(ended)
                .build());
    }

    private static <R> CompletionStage<R> done(R response) {
        return CompletableFuture.completedFuture(response);
    }

    private static <R> CompletionStage<R> failed(StatusRuntimeException status) {
        return CompletableFuture.failedFuture(status);
    }
}
