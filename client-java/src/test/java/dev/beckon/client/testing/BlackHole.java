package dev.beckon.client.testing;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;

/** An address that swallows packets: its queue is full and never emptied, so Linux drops every further SYN. */
public final class BlackHole implements Closeable {

    private static final int PROBE_MILLIS = 300;

    private final ServerSocket listener;
    private final List<Socket> filling = new ArrayList<>();

    public BlackHole(String address, int port) throws IOException {
        listener = new ServerSocket(port, 1, InetAddress.getByName(address));
        fill();
    }

    private void fill() throws IOException {
        for (int i = 0; i < 100; i++) {
            Socket socket = new Socket();
            filling.add(socket);
            try {
                socket.connect(new InetSocketAddress(listener.getInetAddress(), listener.getLocalPort()), PROBE_MILLIS);
            } catch (SocketTimeoutException full) {
                return;
            }
        }
        throw new AssertionError("the queue of " + listener + " is never full");
    }

    @Override
    public void close() throws IOException {
        for (Socket socket : filling) {
            socket.close();
        }
        listener.close();
    }
}
