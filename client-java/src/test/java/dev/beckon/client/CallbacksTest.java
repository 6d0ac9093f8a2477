package dev.beckon.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.client.signal.Data;
import dev.beckon.client.signal.Signal;
import dev.beckon.client.testing.Await;
import dev.beckon.client.testing.FakeServer;
import dev.beckon.client.testing.FakeStream;
import dev.beckon.client.testing.Recorder;
import dev.beckon.v1.Event;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Where, in which order and under what pressure callbacks run. */
class CallbacksTest {

    private FakeServer server;

    @BeforeEach
    void start() throws IOException {
        server = FakeServer.start();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private SignalingClientBuilder builder() {
        return SignalingClient.builder(server.target(), "alice").plaintext();
    }

    private static Event.Builder data(int number) {
        return Event.newBuilder()
                .setSignal(dev.beckon.v1.Signal.newBuilder()
                        .setFrom("bob")
                        .setData(dev.beckon.v1.Data.newBuilder().setText(Integer.toString(number))));
    }

    @Test
    void callbacks_runInOrderOneAtATimeOnAPoolOfManyThreads() throws InterruptedException {
        ExecutorService pool = Executors.newFixedThreadPool(4);
        Set<String> threads = Collections.synchronizedSet(new HashSet<>());
        AtomicInteger running = new AtomicInteger();
        AtomicInteger overlaps = new AtomicInteger();
        List<String> texts = Collections.synchronizedList(new ArrayList<>());
        BlockingQueue<String> done = new LinkedBlockingQueue<>();
        SignalingClient client = builder().callbackExecutor(pool).build();
        client.connect(new SignalingListener() {
            @Override
            public void onData(Signal signal, Data data) {
                if (running.incrementAndGet() != 1) {
                    overlaps.incrementAndGet();
                }
                threads.add(Thread.currentThread().getName());
                texts.add(String.valueOf(data.text()));
                running.decrementAndGet();
                if (texts.size() == 2_000) {
                    done.add("done");
                }
            }
        });
        FakeStream stream = server.stream();
        stream.welcome("s1");
        for (int i = 0; i < 2_000; i++) {
            stream.send(data(i));
        }

        Await.next(done, "2,000 callbacks");
        client.close();

        assertThat(texts).hasSize(2_000);
        for (int i = 0; i < 2_000; i++) {
            assertThat(texts.get(i)).isEqualTo(Integer.toString(i));
        }
        assertThat(overlaps).hasValue(0);
        assertThat(threads).allMatch(name -> name.startsWith("pool-"));
        pool.shutdown();
        assertThat(pool.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void slowApp_holdsTheServerBackAndIsNotTakenForASilentServer() {
        CountDownLatch release = new CountDownLatch(1);
        Recorder app = new Recorder() {
            @Override
            public void onData(Signal signal, Data data) {
                try {
                    release.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                super.onData(signal, data);
            }
        };
        SignalingClient client = builder().build();
        client.connect(app);
        FakeStream stream = server.stream();
        stream.welcome("s1", 100, 50);
        app.awaitState(State.LIVE);
        for (int i = 0; i < 50; i++) {
            stream.send(data(i));
        }

        // Twenty heartbeats of the client are 1 s: four times the silence after which the server would be dead.
        for (int i = 0; i < 20; i++) {
            assertThat(stream.frame().hasHeartbeat()).isTrue();
        }
        assertThat(client.state()).isEqualTo(State.LIVE);
        release.countDown();
        for (int i = 0; i < 50; i++) {
            Signal signal = app.next(Recorder.Heard.class).signal();
            assertThat(((Data) signal.body()).text()).isEqualTo(Integer.toString(i));
        }
        client.close();
    }

    @Test
    void everyMethodMayBeCalledFromACallback() {
        Recorder app = new Recorder();
        SignalingClient client = builder().build();
        client.connect(new SignalingListener() {
            @Override
            public void onData(Signal signal, Data data) {
                client.send(signal.replyTo(), Data.text("", "reply"), app.result("reply"));
                client.join("lobby", app.result("join"));
                client.close();
            }
        });
        FakeStream stream = server.stream();
        stream.welcome("s1");
        stream.send(data(1));

        assertThat(stream.frame().hasSignal()).isTrue();
        assertThat(stream.frame().hasJoinRoom()).isTrue();
        assertThat(stream.frame().hasBye()).isTrue();
        stream.ack(2);
        stream.complete();
        assertThat(app.awaitResult("reply").isTaken()).isTrue();
        assertThat(app.awaitResult("join").isTaken()).isTrue();
    }

    @Test
    void callbackThatThrows_isShownToTheThreadAndTheNextOneRuns() {
        BlockingQueue<Throwable> uncaught = new LinkedBlockingQueue<>();
        ExecutorService executor = Executors.newSingleThreadExecutor(task -> {
            Thread thread = new Thread(task);
            thread.setUncaughtExceptionHandler((where, what) -> uncaught.add(what));
            return thread;
        });
        Recorder app = new Recorder() {
            @Override
            public void onSessionStarted(String sessionId) {
                throw new IllegalStateException("the app's own fault");
            }
        };
        SignalingClient client = builder().callbackExecutor(executor).build();
        client.connect(app);
        server.stream().welcome("s1");

        app.awaitState(State.LIVE);

        assertThat(Await.next(uncaught, "the exception")).hasMessage("the app's own fault");
        client.close();
        app.awaitState(State.CLOSED);
        executor.shutdown();
    }

    @Test
    void executorThatRefuses_closesTheClient() throws InterruptedException {
        ExecutorService executor = Executors.newSingleThreadExecutor();
        Recorder app = new Recorder();
        SignalingClient client = builder().callbackExecutor(executor).build();
        client.connect(app);
        FakeStream stream = server.stream();
        stream.welcome("s1");
        app.awaitState(State.LIVE);

        executor.shutdown();
        // A callback that was accepted before still runs, and may take the next signal with it.
        assertThat(executor.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
        stream.send(data(1));

        assertThat(stream.frameAfterHeartbeats().hasBye()).isTrue();
        stream.complete();
    }
}
