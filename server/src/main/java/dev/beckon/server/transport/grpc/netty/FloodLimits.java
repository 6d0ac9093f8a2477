package dev.beckon.server.transport.grpc.netty;

import java.time.Duration;

/**
 * Limits of frames without effect per connection.
 *
 * @param resets streams cancelled within the window
 * @param controlFrames SETTINGS, PRIORITY, unknown and empty DATA frames within the window
 * @param window whole seconds
 */
public record FloodLimits(int resets, int controlFrames, Duration window) {}
