package dev.beckon.server.transport.web;

import java.time.Duration;

/**
 * How long the web port waits for a client. A call itself may be silent for ever.
 *
 * @param linger for a client to stop sending, or to read the end of its answer, before its connection is cut
 * @param idle for a connection without a call in progress; above the 300 s after which browsers drop one themselves, so
 *     that a request never meets a closing connection
 */
record WebTimeouts(Duration linger, Duration idle) {

    static final WebTimeouts DEFAULTS = new WebTimeouts(Duration.ofSeconds(5), Duration.ofSeconds(330));
}
