/** Virtual time, randomness and the history. */
@NullMarked
package dev.beckon.simulation.time;

import org.jspecify.annotations.NullMarked;
