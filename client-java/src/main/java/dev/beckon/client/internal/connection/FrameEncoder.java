package dev.beckon.client.internal.connection;

import com.google.protobuf.ByteString;
import dev.beckon.client.internal.session.Outgoing;
import dev.beckon.client.room.MemberUpdate;
import dev.beckon.client.signal.Address;
import dev.beckon.client.signal.Answer;
import dev.beckon.client.signal.Candidate;
import dev.beckon.client.signal.Data;
import dev.beckon.client.signal.EndOfCandidates;
import dev.beckon.client.signal.Hangup;
import dev.beckon.client.signal.Offer;
import dev.beckon.client.signal.SignalBody;
import dev.beckon.v1.Bye;
import dev.beckon.v1.ClientFrame;
import dev.beckon.v1.Heartbeat;
import dev.beckon.v1.JoinRoom;
import dev.beckon.v1.LeaveRoom;
import dev.beckon.v1.RefreshToken;
import dev.beckon.v1.Signal;
import dev.beckon.v1.UpdateMember;
import dev.beckon.v1.WatchPresence;
import java.util.List;

/** Encodes the frames of the session as protobuf. */
final class FrameEncoder implements Outgoing.Visitor<ClientFrame.Builder> {

    private static final FrameEncoder INSTANCE = new FrameEncoder();

    private FrameEncoder() {}

    static ClientFrame encode(long seq, long ack, Outgoing frame) {
        return frame.accept(INSTANCE).setSeq(seq).setAck(ack).build();
    }

    @Override
    public ClientFrame.Builder visitSignal(Address to, SignalBody body) {
        Signal.Builder signal = body.accept(new BodyEncoder())
                .setTo(to.peerId())
                .setToSessionId(to.sessionId())
                .setRoom(to.room())
                .setConnectionId(to.connectionId());
        return ClientFrame.newBuilder().setSignal(signal);
    }

    @Override
    public ClientFrame.Builder visitJoin(String room) {
        return ClientFrame.newBuilder().setJoinRoom(JoinRoom.newBuilder().setRoom(room));
    }

    @Override
    public ClientFrame.Builder visitLeave(String room) {
        return ClientFrame.newBuilder().setLeaveRoom(LeaveRoom.newBuilder().setRoom(room));
    }

    @Override
    public ClientFrame.Builder visitUpdate(MemberUpdate update) {
        UpdateMember.Builder message = UpdateMember.newBuilder().putAllAttributes(update.attributes());
        String displayName = update.displayName();
        if (displayName != null) {
            message.setDisplayName(displayName);
        }
        return ClientFrame.newBuilder().setUpdateMember(message);
    }

    @Override
    public ClientFrame.Builder visitWatch(List<String> peerIds) {
        return ClientFrame.newBuilder()
                .setWatchPresence(WatchPresence.newBuilder().addAllPeerIds(peerIds));
    }

    @Override
    public ClientFrame.Builder visitRefreshToken(String accessToken) {
        return ClientFrame.newBuilder()
                .setRefreshToken(RefreshToken.newBuilder().setAccessToken(accessToken));
    }

    @Override
    public ClientFrame.Builder visitControl(Outgoing.Control control) {
        switch (control) {
            case HEARTBEAT:
                return ClientFrame.newBuilder().setHeartbeat(Heartbeat.getDefaultInstance());
            case BYE:
                return ClientFrame.newBuilder().setBye(Bye.getDefaultInstance());
            case ACK:
                return ClientFrame.newBuilder();
        }
        throw new AssertionError(control);
    }

    private static final class BodyEncoder implements SignalBody.Visitor<Signal.Builder> {
        private final Signal.Builder signal = Signal.newBuilder();

        @Override
        public Signal.Builder visitOffer(Offer offer) {
            return signal.setOffer(
                    dev.beckon.v1.Offer.newBuilder().setSdp(offer.sdp()).setOfferId(offer.offerId()));
        }

        @Override
        public Signal.Builder visitAnswer(Answer answer) {
            return signal.setAnswer(dev.beckon.v1.Answer.newBuilder()
                    .setSdp(answer.sdp())
                    .setOfferId(answer.offerId())
                    .setProvisional(answer.isProvisional()));
        }

        @Override
        public Signal.Builder visitCandidate(Candidate candidate) {
            dev.beckon.v1.Candidate.Builder message =
                    dev.beckon.v1.Candidate.newBuilder().setCandidate(candidate.candidate());
            String mid = candidate.sdpMid();
            if (mid != null) {
                message.setSdpMid(mid);
            }
            if (candidate.sdpMLineIndex() >= 0) {
                message.setSdpMLineIndex(candidate.sdpMLineIndex());
            }
            String ufrag = candidate.usernameFragment();
            if (ufrag != null) {
                message.setUsernameFragment(ufrag);
            }
            return signal.setCandidate(message);
        }

        @Override
        public Signal.Builder visitEndOfCandidates(EndOfCandidates end) {
            dev.beckon.v1.EndOfCandidates.Builder message = dev.beckon.v1.EndOfCandidates.newBuilder();
            String mid = end.sdpMid();
            if (mid != null) {
                message.setSdpMid(mid);
            }
            if (end.sdpMLineIndex() >= 0) {
                message.setSdpMLineIndex(end.sdpMLineIndex());
            }
            String ufrag = end.usernameFragment();
            if (ufrag != null) {
                message.setUsernameFragment(ufrag);
            }
            return signal.setEndOfCandidates(message);
        }

        @Override
        public Signal.Builder visitHangup(Hangup hangup) {
            return signal.setHangup(dev.beckon.v1.Hangup.newBuilder()
                    .setReason(Names.map(
                            hangup.reason(),
                            dev.beckon.v1.Hangup.Reason.class,
                            dev.beckon.v1.Hangup.Reason.REASON_UNSPECIFIED)));
        }

        @Override
        public Signal.Builder visitData(Data data) {
            dev.beckon.v1.Data.Builder message = dev.beckon.v1.Data.newBuilder().setLabel(data.label());
            byte[] bytes = data.bytes();
            String text = data.text();
            if (bytes != null) {
                message.setBytes(ByteString.copyFrom(bytes));
            } else if (text != null) {
                message.setText(text);
            }
            return signal.setData(message);
        }
    }
}
