/** Checks of the guarantees on the whole history. */
@NullMarked
package dev.beckon.simulation.check;

import org.jspecify.annotations.NullMarked;
