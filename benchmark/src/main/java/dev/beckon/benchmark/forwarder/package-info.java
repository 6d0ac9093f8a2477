/** The bare grpc-java forwarder: the minimum cost of a relay without sessions and checks. */
@NullMarked
package dev.beckon.benchmark.forwarder;

import org.jspecify.annotations.NullMarked;
