package dev.beckon.simulation.net;

import dev.beckon.client.internal.session.Hello;

/** The app that opens a connection, with what is not known to the library. */
public interface Caller {

    /** Returns whether it uses Open and Send instead of Connect. */
    boolean usesOpen();

    /** Returns its name in the history. */
    String name();

    /** Converts a hello to the type of the server. */
    dev.beckon.server.core.peer.Hello hello(Hello hello);
}
