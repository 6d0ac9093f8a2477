package dev.beckon.server.main;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;

/**
 * An address that a port listens on, for messages.
 *
 * @param what the service, for instance "gRPC"
 * @param option the setting with its port
 */
record Listening(String what, String host, int port, String option) {

    private static final int PROBE_MS = 1_000;

    InetSocketAddress address() {
        return new InetSocketAddress(host, port);
    }

    /** Returns the URL for a browser on this machine. */
    String url(String scheme) {
        return scheme + "://" + (isEveryAddress() ? "localhost" : quotedHost()) + ":" + port + "/";
    }

    @Override
    public String toString() {
        return quotedHost() + ":" + port;
    }

    /** Explains why listening failed. */
    StartException failure(Throwable cause) {
        String advice = " Choose another port with " + option + " (0 for a free one).";
        if (port != 0 && isTaken()) {
            return new StartException(
                    "Port " + port + ", for " + what + ", is taken: another program listens on " + this
                            + ". Is Beckon running already? Stop that program, or choose another port with " + option
                            + " (0 for a free one).",
                    cause);
        }
        return new StartException(
                "Cannot listen on " + this + ", for " + what + ": " + root(cause) + "." + advice, cause);
    }

    /** Probes the port, since the error of a failed bind differs between systems. */
    private boolean isTaken() {
        try (Socket probe = new Socket()) {
            InetAddress target = isEveryAddress() ? InetAddress.getLoopbackAddress() : InetAddress.getByName(host);
            probe.connect(new InetSocketAddress(target, port), PROBE_MS);
            return true;
        } catch (IOException nobodyThere) {
            return false;
        }
    }

    private boolean isEveryAddress() {
        try {
            return InetAddress.getByName(host).isAnyLocalAddress();
        } catch (UnknownHostException unknown) {
            return false;
        }
    }

    private String quotedHost() {
        return host.contains(":") ? "[" + host + "]" : host;
    }

    private static String root(Throwable fault) {
        Throwable root = fault;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return String.valueOf(root.getMessage());
    }
}
