package dev.beckon.client;

import dev.beckon.client.signal.Answer;
import dev.beckon.client.signal.Offer;
import dev.beckon.client.signal.Signal;
import org.jspecify.annotations.Nullable;

/** The example of the README, which quotes what stands between the marks. */
final class EmbeddingExample {

    private EmbeddingExample() {}

    /** Stands for the app's RTCPeerConnection. */
    interface PeerConnection {
        /** setRemoteDescription, createAnswer, setLocalDescription. */
        String answer(String offerSdp);
    }

    static SignalingClient answerEachOffer(String target, PeerConnection peerConnection) {
        // README: begin
        SignalingClient client =
                SignalingClient.builder(target, "answerer").plaintext().build();
        client.connect(new SignalingListener() {
            @Override
            public void onOffer(Signal signal, Offer offer) {
                String sdp = peerConnection.answer(offer.sdp());
                client.send(signal.replyTo(), Answer.of(sdp, offer.offerId()));
            }

            @Override
            public void onStateChanged(State state, @Nullable SignalingException why) {
                System.out.println(why == null ? state : state + ": " + why.getMessage());
            }
        });
        // README: end
        return client;
    }
}
