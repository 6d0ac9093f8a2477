/** Who: ids, profiles, and what a peer says of itself when it registers. */
@NullMarked
package dev.beckon.server.core.peer;

import org.jspecify.annotations.NullMarked;
