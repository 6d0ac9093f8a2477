package dev.beckon.server.transport.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.server.core.message.Limits;
import dev.beckon.v1.ClientFrame;
import dev.beckon.v1.Event;
import dev.beckon.v1.OpenRequest;
import dev.beckon.v1.SendRequest;
import dev.beckon.v1.SendResponse;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Clients that send at the very moment when their welcome comes. */
@Timeout(30)
class QuickFrameTest {

    private GrpcDoor door;

    @BeforeEach
    void open() throws IOException {
        door = new GrpcDoor(Limits.DEFAULTS);
    }

    @AfterEach
    void close() {
        door.close();
    }

    @Test
    void sendOnTheWelcomeOfOpen_findsItsSession() {
        Frames bob = new Frames();
        door.stub.connect(bob).onNext(Frames.of("hello { peer_id: 'bob' }"));
        List<SendResponse> answers = new ArrayList<>();
        List<Throwable> failures = new ArrayList<>();
        Frames alice = new Frames(first -> {
            SendRequest request = SendRequest.newBuilder()
                    .setAttachmentToken(first.getEvents(0).getWelcome().getAttachmentToken())
                    .addFrames(Frames.of("seq: 1 signal { to: 'bob' data { text: 'quick' } }"))
                    .build();
            door.stub.send(request, new StreamObserver<>() {
                @Override
                public void onNext(SendResponse answer) {
                    answers.add(answer);
                }

                @Override
                public void onError(Throwable failure) {
                    failures.add(failure);
                }

                @Override
                public void onCompleted() {}
            });
        });

        OpenRequest.Builder hello = OpenRequest.newBuilder();
        hello.getHelloBuilder().setPeerId("alice");
        door.stub.open(hello.build(), alice);

        assertThat(failures).isEmpty();
        assertThat(answers).extracting(SendResponse::getAck).containsExactly(1L);
        assertThat(bob.events()).filteredOn(Event::hasSignal).hasSize(1);
    }

    @Test
    void frameOnTheWelcomeOfConnect_isTaken() {
        Frames bob = new Frames();
        door.stub.connect(bob).onNext(Frames.of("hello { peer_id: 'bob' }"));
        CompletableFuture<StreamObserver<ClientFrame>> toAlice = new CompletableFuture<>();
        Frames alice = new Frames(
                first -> toAlice.join().onNext(Frames.of("seq: 1 signal { to: 'bob' data { text: 'quick' } }")));
        toAlice.complete(door.stub.connect(alice));

        toAlice.join().onNext(Frames.of("hello { peer_id: 'alice' }"));

        assertThat(alice.all.getLast().getAck()).isEqualTo(1);
        assertThat(bob.events()).filteredOn(Event::hasSignal).hasSize(1);
    }
}
