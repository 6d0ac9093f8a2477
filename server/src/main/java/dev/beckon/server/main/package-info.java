/** The composition root: creates all parts, connects them by constructor, and closes them in reverse order. */
@NullMarked
package dev.beckon.server.main;

import org.jspecify.annotations.NullMarked;
