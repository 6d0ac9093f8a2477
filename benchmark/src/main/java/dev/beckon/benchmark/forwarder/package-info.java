/** The bare grpc-java forwarder: how cheap a relay without sessions and checks can be. */
@NullMarked
package dev.beckon.benchmark.forwarder;

import org.jspecify.annotations.NullMarked;
