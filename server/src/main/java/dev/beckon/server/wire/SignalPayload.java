package dev.beckon.server.wire;

import com.google.protobuf.Message;
import dev.beckon.server.core.message.Payload;
import dev.beckon.v1.Offer;

/** The validated body of a signal, one of the messages in {@code Signal.body}. */
record SignalPayload(Message body) implements Payload {

    @Override
    public boolean isOffer() {
        return body instanceof Offer;
    }

    @Override
    public int bytes() {
        return body.getSerializedSize();
    }
}
