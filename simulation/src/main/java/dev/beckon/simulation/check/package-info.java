/** What was promised, checked on the whole history. */
@NullMarked
package dev.beckon.simulation.check;

import org.jspecify.annotations.NullMarked;
