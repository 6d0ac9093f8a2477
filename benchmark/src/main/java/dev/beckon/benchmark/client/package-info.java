/**
 * Minimal clients of the measured systems: one connection per peer, all with the same Netty and event loops, and with
 * messages that are encoded in advance and never decoded completely.
 */
@NullMarked
package dev.beckon.benchmark.client;

import org.jspecify.annotations.NullMarked;
