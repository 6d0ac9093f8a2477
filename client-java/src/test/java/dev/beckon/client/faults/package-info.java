/** Real clients and the real server, while the way between them, or the server itself, fails. */
@NullMarked
package dev.beckon.client.faults;

import org.jspecify.annotations.NullMarked;
