package dev.beckon.client.testing;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A way to the server that can break, on one side or on both, or fall silent without breaking. */
public final class Relay implements AutoCloseable {

    /** The type of an HTTP/2 frame. */
    private static final byte HEADERS = 1;

    /** One connection through the relay. */
    private static final class Link {
        private final Socket client;
        private final Socket server;
        private final boolean holdsAnswers;
        private volatile boolean silent;

        Link(Socket client, Socket server, boolean holdsAnswers) {
            this.client = client;
            this.server = server;
            this.holdsAnswers = holdsAnswers;
        }

        void copyToServer() {
            copy(client, server);
        }

        void copyToClient() {
            try {
                if (holdsAnswers) {
                    copyUntilAnswer();
                } else {
                    copy(server, client);
                }
            } catch (IOException cut) {
                // As above.
            }
        }

        /** Passes HTTP/2 frames on until the first HEADERS. */
        private void copyUntilAnswer() throws IOException {
            DataInputStream in = new DataInputStream(server.getInputStream());
            byte[] head = new byte[9];
            while (true) {
                in.readFully(head);
                if (head[3] == HEADERS) {
                    return;
                }
                int length = ((head[0] & 0xff) << 16) | ((head[1] & 0xff) << 8) | (head[2] & 0xff);
                client.getOutputStream().write(head);
                client.getOutputStream().write(in.readNBytes(length));
            }
        }

        void copy(Socket from, Socket to) {
            try {
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream();
                byte[] buffer = new byte[65_536];
                for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                    if (!silent) {
                        out.write(buffer, 0, count);
                    }
                }
            } catch (IOException cut) {
                // On purpose nothing is passed on and nothing closed, so that the other side does not notice.
            }
        }
    }

    private final ServerSocket listener;
    private final int serverPort;
    private final List<Link> links = new CopyOnWriteArrayList<>();
    private final List<Link> halves = new CopyOnWriteArrayList<>();
    private volatile boolean refusing;
    private volatile boolean holdingAnswers;
    private volatile int answeredStatus;

    public Relay(int serverPort) throws IOException {
        this.serverPort = serverPort;
        listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        daemon(this::accept);
    }

    public String target() {
        return "127.0.0.1:" + listener.getLocalPort();
    }

    public int port() {
        return listener.getLocalPort();
    }

    /** Cuts all connections, and both sides know. */
    public void cut() throws IOException {
        for (Link link : links) {
            link.client.close();
            link.server.close();
        }
        links.clear();
    }

    /** Cuts the client off. The server's side of its connections stays open, and silent. */
    public void leaveHalfOpen() throws IOException {
        for (Link link : links) {
            link.client.close();
        }
        halves.addAll(links);
        links.clear();
    }

    /** From now on the present connections carry nothing, and neither side knows. */
    public void fallSilent() {
        for (Link link : links) {
            link.silent = true;
        }
        halves.addAll(links);
        links.clear();
    }

    /** Whether new connections are closed at once. */
    public void setRefusing(boolean refuse) {
        refusing = refuse;
    }

    /** Whether the answers to the calls on new connections are held back forever. The server gets everything. */
    public void setHoldingAnswers(boolean hold) {
        holdingAnswers = hold;
    }

    /** Whether new connections get this HTTP status with a page, and never reach the server; 0: they do. */
    public void answerItself(int httpStatus) {
        answeredStatus = httpStatus;
    }

    @Override
    public void close() throws IOException {
        listener.close();
        cut();
        for (Link half : halves) {
            half.client.close();
            half.server.close();
        }
    }

    private void accept() {
        try {
            while (true) {
                Socket client = listener.accept();
                if (refusing) {
                    client.close();
                    continue;
                }
                int status = answeredStatus;
                if (status != 0) {
                    daemon(() -> answer(client, status));
                    continue;
                }
                Link link = new Link(client, new Socket(InetAddress.getLoopbackAddress(), serverPort), holdingAnswers);
                links.add(link);
                daemon(link::copyToServer);
                daemon(link::copyToClient);
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    private static void answer(Socket client, int status) {
        try {
            ProxyAnswer.serve(client, status);
        } catch (IOException clientIsGone) {
            // It got its answer, and went.
        }
    }

    private static void daemon(Runnable task) {
        Thread thread = new Thread(task, "relay");
        thread.setDaemon(true);
        thread.start();
    }
}
