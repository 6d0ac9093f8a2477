/** TLS for the ports: certificate, key and client authorities from files that may change at any time. */
@NullMarked
package dev.beckon.server.tls;

import org.jspecify.annotations.NullMarked;
