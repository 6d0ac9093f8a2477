/** Messages: commands of clients, events of the server, signals in transit, refusals and limits. */
@NullMarked
package dev.beckon.server.core.message;

import org.jspecify.annotations.NullMarked;
