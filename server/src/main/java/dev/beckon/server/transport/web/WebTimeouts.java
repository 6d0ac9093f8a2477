package dev.beckon.server.transport.web;

import java.time.Duration;

/**
 * How long the web port waits for a client. A call itself may be silent without limit.
 *
 * @param linger time for a client to stop sending, or to read the end of its response, before its connection is cut
 * @param idle time of a connection without a call; above the 300 s after which browsers close one themselves, so that a
 * request never meets a closing connection
 */
record WebTimeouts(Duration linger, Duration idle) {

    static final WebTimeouts DEFAULTS = new WebTimeouts(Duration.ofSeconds(5), Duration.ofSeconds(330));
}
