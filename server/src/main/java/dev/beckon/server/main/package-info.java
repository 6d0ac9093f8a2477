/** The composition root: makes every part, connects them with plain constructors, and ends them in reverse order. */
@NullMarked
package dev.beckon.server.main;

import org.jspecify.annotations.NullMarked;
