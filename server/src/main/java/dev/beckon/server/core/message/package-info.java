/** What is said: the commands of clients, the events of the server, signals on their way, refusals and bounds. */
@NullMarked
package dev.beckon.server.core.message;

import org.jspecify.annotations.NullMarked;
