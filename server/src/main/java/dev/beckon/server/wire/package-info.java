/**
 * The one place that knows both the contract and the core: checks every field of what strangers send before it reaches the
 * core or another peer, and turns what the core says into events.
 */
@NullMarked
package dev.beckon.server.wire;

import org.jspecify.annotations.NullMarked;
