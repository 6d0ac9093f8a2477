/** What an operator sees of a running server: log lines with context. Never SDP, candidates, keys or tokens. */
@NullMarked
package dev.beckon.server.observability;

import org.jspecify.annotations.NullMarked;
