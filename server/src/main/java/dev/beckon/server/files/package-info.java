/** Files that are reloaded while the server runs. */
@NullMarked
package dev.beckon.server.files;

import org.jspecify.annotations.NullMarked;
