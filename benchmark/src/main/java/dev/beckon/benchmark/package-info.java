/** The benchmark's command. */
@NullMarked
package dev.beckon.benchmark;

import org.jspecify.annotations.NullMarked;
