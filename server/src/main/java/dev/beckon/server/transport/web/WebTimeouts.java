package dev.beckon.server.transport.web;

import java.time.Duration;

/**
 * How long the web port waits for a client. A call itself may be silent for ever.
 *
 * @param body for a whole request body, from the end of its headers
 * @param linger for a client to stop sending, or to read the end of its answer, before its connection is cut
 * @param idle for a connection without a call in progress; above the 300 s after which browsers drop one themselves, so
 *     that a request never meets a closing connection
 */
record WebTimeouts(Duration body, Duration linger, Duration idle) {

    static WebTimeouts of(Duration body) {
        return new WebTimeouts(body, Duration.ofSeconds(5), Duration.ofSeconds(330));
    }
}
