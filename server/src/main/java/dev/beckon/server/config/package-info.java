/** What an operator can set: records that are checked as a whole, and the one loader that fills them. */
@NullMarked
package dev.beckon.server.config;

import org.jspecify.annotations.NullMarked;
