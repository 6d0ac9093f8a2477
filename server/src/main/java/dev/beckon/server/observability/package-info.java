/** What operators see of a running server: log lines and metrics. Never SDP, candidates, keys or tokens. */
@NullMarked
package dev.beckon.server.observability;

import org.jspecify.annotations.NullMarked;
