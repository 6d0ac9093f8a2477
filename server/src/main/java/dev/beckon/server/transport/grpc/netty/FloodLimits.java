package dev.beckon.server.transport.grpc.netty;

import java.time.Duration;

/**
 * What a connection may send for nothing.
 *
 * @param resets streams cancelled within the window
 * @param controlFrames SETTINGS, PRIORITY, unknown and empty DATA frames within the window
 * @param window whole seconds
 */
public record FloodLimits(int resets, int controlFrames, Duration window) {}
