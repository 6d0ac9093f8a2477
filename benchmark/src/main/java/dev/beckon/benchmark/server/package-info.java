/** The measured servers as processes, their resource usage, and the machine. */
@NullMarked
package dev.beckon.benchmark.server;

import org.jspecify.annotations.NullMarked;
