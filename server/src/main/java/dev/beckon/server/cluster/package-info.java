/** The stores behind the core's ports. In memory they belong to one node and complete at once. */
@NullMarked
package dev.beckon.server.cluster;

import org.jspecify.annotations.NullMarked;
