/** The measured servers as processes, what they use, and the machine that they run on. */
@NullMarked
package dev.beckon.benchmark.server;

import org.jspecify.annotations.NullMarked;
