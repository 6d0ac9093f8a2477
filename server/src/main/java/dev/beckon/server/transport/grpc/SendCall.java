package dev.beckon.server.transport.grpc;

import dev.beckon.server.core.message.Command;
import dev.beckon.server.core.session.Attachment;
import dev.beckon.server.core.session.Receipt;
import dev.beckon.server.wire.FrameDecoder;
import dev.beckon.v1.ClientFrame;
import dev.beckon.v1.SendResponse;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import java.util.Iterator;
import java.util.List;

/** One call of Send: passes its frames to the session one by one, and responds when the last is decided. */
final class SendCall implements Receipt {

    private final Attachment attachment;
    private final FrameDecoder frames;
    private final Iterator<ClientFrame> remaining;
    private final StreamObserver<SendResponse> response;

    SendCall(Attachment attachment, FrameDecoder frames, List<ClientFrame> all, StreamObserver<SendResponse> response) {
        this.attachment = attachment;
        this.frames = frames;
        this.remaining = all.iterator();
        this.response = response;
    }

    void start() {
        if (remaining.hasNext()) {
            next();
        } else {
            // Only the session knows the present ack.
            attachment.receive(0, 0, new Command.KeepAlive(), this);
        }
    }

    @Override
    public void decided(long ack) {
        if (remaining.hasNext()) {
            next();
        } else {
            answer(ack);
        }
    }

    @Override
    public void gap(long expected) {
        fail(Statuses.seqGap(expected));
    }

    @Override
    public void overrun() {
        fail(Statuses.tooManySends());
    }

    @Override
    public void takenOver() {
        fail(Statuses.takenOver());
    }

    @Override
    public void ended() {
        fail(Statuses.attachmentUnknown());
    }

    /** Within the session's executor this only queues, so a long list does not grow the stack. */
    private void next() {
        ClientFrame frame = remaining.next();
        attachment.receive(frame.getSeq(), frame.getAck(), frames.decode(frame), this);
    }

    private void answer(long ack) {
        response.onNext(SendResponse.newBuilder().setAck(ack).build());
        response.onCompleted();
    }

    private void fail(StatusRuntimeException status) {
        response.onError(status);
    }
}
