package dev.beckon.server.transport.web.grpcweb;

import java.time.Duration;

/**
 * Limits of calls.
 *
 * @param maxMessageBytes largest request message
 * @param uploads limits number and pace of request bodies
 * @param linger time for a client to stop sending, or to read the end of its response, before its connection is cut
 */
public record GrpcWebOptions(int maxMessageBytes, Duration linger, Uploads uploads) {}
