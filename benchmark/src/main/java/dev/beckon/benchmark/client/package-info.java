/**
 * Thin clients of the measured systems: one connection per peer, all on the same Netty and the same event loops, messages
 * encoded ahead and never decoded in full.
 */
@NullMarked
package dev.beckon.benchmark.client;

import org.jspecify.annotations.NullMarked;
