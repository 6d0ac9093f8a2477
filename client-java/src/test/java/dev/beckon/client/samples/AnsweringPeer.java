package dev.beckon.client.samples;

import dev.beckon.client.SignalingClient;
import dev.beckon.client.SignalingException;
import dev.beckon.client.SignalingListener;
import dev.beckon.client.State;
import dev.beckon.client.outcome.SendResult;
import dev.beckon.client.signal.Address;
import dev.beckon.client.signal.Answer;
import dev.beckon.client.signal.Offer;
import dev.beckon.client.signal.Signal;
import dev.beckon.client.signal.SignalBody;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * Registers a peer and answers each offer, until it is ended (SIGTERM, ctrl-C). Arguments: host:port and the peer id.
 *
 * <p>Prints one line for each thing that happens: "LIVE answerer", "answered offer 7 of alice".
 */
public final class AnsweringPeer implements SignalingListener {

    private final String peerId;
    private final SignalingClient client;
    private final CountDownLatch ended = new CountDownLatch(1);

    private AnsweringPeer(String target, String peerId) {
        this.peerId = peerId;
        this.client = SignalingClient.builder(target, peerId).plaintext().build();
    }

    public static void main(String[] arguments) throws InterruptedException {
        if (arguments.length != 2) {
            System.err.println("usage: AnsweringPeer HOST:PORT PEER_ID");
            System.exit(2);
        }
        AnsweringPeer peer = new AnsweringPeer(arguments[0], arguments[1]);
        Runtime.getRuntime().addShutdownHook(new Thread(peer::sayBye));
        peer.client.connect(peer);
        peer.ended.await();
        if (peer.client.state() == State.STOPPED) {
            System.exit(1);
        }
    }

    private void sayBye() {
        client.close();
        try {
            ended.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void onStateChanged(State state, @Nullable SignalingException why) {
        System.out.println(state + " " + peerId + (why == null ? "" : " (" + why.getMessage() + ")"));
        if (state == State.CLOSED || state == State.STOPPED) {
            ended.countDown();
        }
    }

    @Override
    public void onOffer(Signal signal, Offer offer) {
        String sdp = "v=0\r\no=beckon-answer " + offer.offerId() + " 1 IN IP4 0.0.0.0\r\ns=answer to offer "
                + offer.offerId() + "\r\nt=0 0\r\n";
        client.send(signal.replyTo(), Answer.of(sdp, offer.offerId()));
        System.out.println("answered offer " + offer.offerId() + " of " + signal.from());
    }

    @Override
    public void onSendFailed(Address to, SignalBody body, SendResult result) {
        System.out.println("answer to " + to.peerId() + " was not taken: " + result);
    }
}
