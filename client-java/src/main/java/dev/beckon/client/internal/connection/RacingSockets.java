package dev.beckon.client.internal.connection;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import javax.net.SocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * Creates the socket of one connection by trying all addresses of the server ("happy eyeballs", RFC 8305), each a
 * little after the previous one, until one is connected. gRPC alone tries them one at a time without a timeout, so that
 * a single address that drops packets blocks all others.
 *
 * <p>gRPC asks for a socket to the first address, on a thread that may block, and does not check which one it got. If
 * all addresses fail, gRPC asks for the next one, which has already been tried and fails at once.
 *
 * <p>Thread-safe: state is guarded by the lock, which is not held while connecting.
 */
final class RacingSockets extends SocketFactory {

    /** Delay before the next address is tried while the previous ones have not answered. */
    static final long STAGGER_MILLIS = 250;

    private final Target target;
    private final AddressOrder order;
    private final int timeoutMillis;
    private final Object lock = new Object();
    /** All sockets that gRPC has not got: those that are connecting and the winner. */
    private final Set<Socket> ours = new LinkedHashSet<>();

    private boolean raced;
    private boolean closed;
    private boolean moveOn;
    private int running;
    private @Nullable Socket winner;
    private @Nullable IOException failure;

    RacingSockets(Target target, AddressOrder order, long timeoutMillis) {
        this.target = target;
        this.order = order;
        this.timeoutMillis = (int) Math.min(Integer.MAX_VALUE, timeoutMillis);
    }

    @Override
    public Socket createSocket(InetAddress address, int port) throws IOException {
        List<InetAddress> candidates = candidates(address);
        synchronized (lock) {
            if (closed || raced) {
                throw new IOException("All addresses of " + target.host() + " have been tried", failure);
            }
            raced = true;
        }
        return race(candidates, port);
    }

    private List<InetAddress> candidates(InetAddress asked) {
        try {
            List<InetAddress> all = Arrays.asList(InetAddress.getAllByName(target.host()));
            if (all.contains(asked)) {
                return order.sort(all);
            }
        } catch (UnknownHostException onlyGrpcKnowsIt) {
            // For instance because a proxy resolves the name.
        }
        return Collections.singletonList(asked);
    }

    private Socket race(List<InetAddress> candidates, int port) throws IOException {
        int next = 0;
        synchronized (lock) {
            while (winner == null && !closed && (next < candidates.size() || running > 0)) {
                if (next < candidates.size() && (running == 0 || moveOn)) {
                    moveOn = false;
                    running++;
                    start(new InetSocketAddress(candidates.get(next++), port));
                }
                awaitOutcome(next < candidates.size());
            }
            Socket won = winner;
            if (won == null || closed) {
                closeAll(ours);
                IOException why = failure;
                throw why == null ? new SocketException("closed") : why;
            }
            ours.remove(won);
            closeAll(ours);
            return won;
        }
    }

    /** Waits until an address has an outcome or the next one is due. */
    private void awaitOutcome(boolean hasNext) throws IOException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(STAGGER_MILLIS);
        try {
            while (winner == null && !closed && running > 0 && !moveOn) {
                long leftMillis = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
                if (hasNext && leftMillis <= 0) {
                    moveOn = true;
                } else {
                    lock.wait(hasNext ? leftMillis : 0);
                }
            }
        } catch (InterruptedException shutdown) {
            Thread.currentThread().interrupt();
            close();
            throw new SocketException("interrupted");
        }
    }

    private void start(InetSocketAddress address) {
        Socket socket = new Socket();
        ours.add(socket);
        Thread thread = new Thread(() -> connect(socket, address), "beckon-connect-" + address);
        thread.setDaemon(true);
        thread.start();
    }

    private void connect(Socket socket, InetSocketAddress address) {
        IOException why = null;
        try {
            socket.connect(address, timeoutMillis);
        } catch (IOException failed) {
            why = new IOException(address + ": " + failed.getMessage(), failed);
        }
        synchronized (lock) {
            running--;
            if (why == null && winner == null && !closed) {
                winner = socket;
            } else {
                failure = why == null ? failure : why;
                moveOn = true;
                closeQuietly(socket);
            }
            lock.notifyAll();
        }
    }

    /** Returns the address that was connected, or null. */
    @Nullable
    InetAddress connected() {
        synchronized (lock) {
            return winner == null ? null : winner.getInetAddress();
        }
    }

    /** Stops pending connection attempts. The socket that {@link #createSocket} returned belongs to gRPC. */
    void close() {
        synchronized (lock) {
            closed = true;
            closeAll(ours);
            lock.notifyAll();
        }
    }

    private static void closeAll(Set<Socket> sockets) {
        for (Socket socket : sockets) {
            closeQuietly(socket);
        }
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException nobodyCares) {
            // It was not used.
        }
    }

    /** To a proxy that gRPC was configured to use. */
    @Override
    public Socket createSocket(String host, int port) throws IOException {
        return createSocket(InetAddress.getByName(host), port);
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress local, int localPort) throws IOException {
        throw new SocketException("not used by gRPC");
    }

    @Override
    public Socket createSocket(InetAddress address, int port, InetAddress local, int localPort) throws IOException {
        throw new SocketException("not used by gRPC");
    }
}
