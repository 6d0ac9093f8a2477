/** Streams between clients and the server: delays, cuts, flow control. */
@NullMarked
package dev.beckon.simulation.net;

import org.jspecify.annotations.NullMarked;
