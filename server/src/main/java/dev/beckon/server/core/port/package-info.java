/** The ports of the core: stores, streams, time, and events for operators. All asynchronous, none may block. */
@NullMarked
package dev.beckon.server.core.port;

import org.jspecify.annotations.NullMarked;
