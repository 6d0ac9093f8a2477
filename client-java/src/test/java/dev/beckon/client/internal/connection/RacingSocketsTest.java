package dev.beckon.client.internal.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** A socket that gRPC does not get is closed, also if it was connected at that moment. */
class RacingSocketsTest {

    /** Only so that a test that fails ends. */
    private static final int HANG_GUARD_MILLIS = 20_000;

    private ServerSocket server;
    private RacingSockets sockets;

    @BeforeEach
    void listen() throws IOException {
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        server.setSoTimeout(HANG_GUARD_MILLIS);
        Target target = Target.parse("127.0.0.1:" + server.getLocalPort());
        sockets = new RacingSockets(target, new AddressOrder(), HANG_GUARD_MILLIS);
    }

    @AfterEach
    void stopListening() throws IOException {
        sockets.close();
        server.close();
    }

    private Socket create() throws IOException {
        return sockets.createSocket(InetAddress.getLoopbackAddress(), server.getLocalPort());
    }

    @Test
    void threadOfGrpcIsInterrupted_nothingStaysConnected() throws IOException, InterruptedException {
        Thread.currentThread().interrupt();

        assertThatThrownBy(this::create).hasMessage("interrupted");

        assertThat(Thread.interrupted()).isTrue();
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().startsWith("beckon-connect-")
                    && thread.getName().endsWith(":" + server.getLocalPort())) {
                thread.join();
            }
        }
        // Whatever was connected is accepted before this one.
        try (Socket last = new Socket(InetAddress.getLoopbackAddress(), server.getLocalPort())) {
            for (Socket peer = server.accept(); peer.getPort() != last.getLocalPort(); peer = server.accept()) {
                assertClosedByClient(peer);
            }
        }
    }

    @RepeatedTest(10)
    void closedWhileConnected_grpcGetsItOrNobodyHasIt() throws Exception {
        Executor ownThreads = task -> new Thread(task).start();
        CompletableFuture<Socket> created = CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return create();
                    } catch (IOException closed) {
                        throw new CompletionException(closed);
                    }
                },
                ownThreads);
        CompletableFuture<Void> closed = CompletableFuture.runAsync(
                () -> {
                    while (sockets.connected() == null) {
                        Thread.onSpinWait();
                    }
                    sockets.close();
                },
                ownThreads);

        Socket peer = server.accept();

        closed.join();
        if (created.handle((socket, failure) -> failure != null).join()) {
            assertClosedByClient(peer);
        } else {
            created.join().close();
        }
        peer.close();
    }

    private static void assertClosedByClient(Socket peer) throws IOException {
        try (peer) {
            peer.setSoTimeout(HANG_GUARD_MILLIS);
            assertThat(peer.getInputStream().read()).isEqualTo(-1);
        }
    }
}
