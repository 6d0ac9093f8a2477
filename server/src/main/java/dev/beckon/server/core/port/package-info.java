/** What the core asks of the world: stores, streams, time, and ears for the operator. All asynchronous, none may block. */
@NullMarked
package dev.beckon.server.core.port;

import org.jspecify.annotations.NullMarked;
