/** The service for operators and the app's backend. */
@NullMarked
package dev.beckon.server.transport.admin;

import org.jspecify.annotations.NullMarked;
