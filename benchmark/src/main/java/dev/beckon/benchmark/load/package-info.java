/** The loads, each with its result. */
@NullMarked
package dev.beckon.benchmark.load;

import org.jspecify.annotations.NullMarked;
