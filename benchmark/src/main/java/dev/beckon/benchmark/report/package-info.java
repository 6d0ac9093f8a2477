/** Converts measured values to tables: statistics, Markdown, JSON. */
@NullMarked
package dev.beckon.benchmark.report;

import org.jspecify.annotations.NullMarked;
