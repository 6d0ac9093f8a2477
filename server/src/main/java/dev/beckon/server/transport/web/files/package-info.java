/** The files that the web port serves: compressed, with entity tags, and nothing outside their directory. */
@NullMarked
package dev.beckon.server.transport.web.files;

import org.jspecify.annotations.NullMarked;
