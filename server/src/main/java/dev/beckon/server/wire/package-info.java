/**
 * The only package that knows both the contract and the core: validates every field from clients before it reaches the
 * core or another peer, and encodes the core's events.
 */
@NullMarked
package dev.beckon.server.wire;

import org.jspecify.annotations.NullMarked;
