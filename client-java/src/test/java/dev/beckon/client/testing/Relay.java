package dev.beckon.client.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A way to the server that can break on one side only: the client knows, and the server does not. */
public final class Relay implements AutoCloseable {

    private final ServerSocket listener;
    private final int serverPort;
    private final List<Socket> clientSides = new CopyOnWriteArrayList<>();
    private final List<Socket> serverSides = new CopyOnWriteArrayList<>();

    public Relay(int serverPort) throws IOException {
        this.serverPort = serverPort;
        listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        daemon(this::accept);
    }

    public String target() {
        return "127.0.0.1:" + listener.getLocalPort();
    }

    /** Cuts the client off. The server's side of its connections stays open, and silent. */
    public void leaveHalfOpen() throws IOException {
        for (Socket socket : clientSides) {
            socket.close();
        }
        clientSides.clear();
    }

    @Override
    public void close() throws IOException {
        listener.close();
        leaveHalfOpen();
        for (Socket socket : serverSides) {
            socket.close();
        }
    }

    private void accept() {
        try {
            while (true) {
                Socket client = listener.accept();
                Socket server = new Socket(InetAddress.getLoopbackAddress(), serverPort);
                clientSides.add(client);
                serverSides.add(server);
                daemon(() -> copy(client, server));
                daemon(() -> copy(server, client));
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    private static void copy(Socket from, Socket to) {
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] buffer = new byte[65_536];
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                out.write(buffer, 0, count);
            }
        } catch (IOException cut) {
            // On purpose nothing is passed on and nothing closed, so that the other side does not notice.
        }
    }

    private static void daemon(Runnable task) {
        Thread thread = new Thread(task, "relay");
        thread.setDaemon(true);
        thread.start();
    }
}
