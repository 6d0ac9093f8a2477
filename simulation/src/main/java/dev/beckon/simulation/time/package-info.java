/** Virtual time, chance, and what happened. */
@NullMarked
package dev.beckon.simulation.time;

import org.jspecify.annotations.NullMarked;
