/** Limits for connections and calls before a session exists, and client addresses behind proxies. */
@NullMarked
package dev.beckon.server.limits;

import org.jspecify.annotations.NullMarked;
