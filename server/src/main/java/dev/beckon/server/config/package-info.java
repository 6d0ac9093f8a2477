/** The settings an operator can change: validated records, and the loader that creates them. */
@NullMarked
package dev.beckon.server.config;

import org.jspecify.annotations.NullMarked;
