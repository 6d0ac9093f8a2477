/** Which STUN and TURN servers clients are given. */
@NullMarked
package dev.beckon.server.ice;

import org.jspecify.annotations.NullMarked;
