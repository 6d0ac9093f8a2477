package dev.beckon.simulation.net;

import dev.beckon.client.internal.session.Hello;

/** Who opens a connection: what only the app around the library knows, and wants to know. */
public interface Caller {

    /** Whether it uses Open and Send instead of Connect. */
    boolean usesOpen();

    /** Its name in the history. */
    String name();

    /** What the hello says in the terms of the server. */
    dev.beckon.server.core.peer.Hello hello(Hello hello);
}
