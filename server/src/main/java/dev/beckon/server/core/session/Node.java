package dev.beckon.server.core.session;

import dev.beckon.server.core.message.Limits;
import dev.beckon.server.core.peer.Hello;
import dev.beckon.server.core.port.IceServerProvider;
import dev.beckon.server.core.port.Mailbox;
import dev.beckon.server.core.port.PeerDirectory;
import dev.beckon.server.core.port.Rooms;
import dev.beckon.server.core.port.Scheduler;
import dev.beckon.server.core.port.SignalingEvents;
import java.util.concurrent.Executor;

/**
 * What all sessions of a node share.
 *
 * @param executor runs the sessions' tasks; {@code Runnable::run} lets the thread that brings work do it
 * @param conflictCap the most that a hello may ask for when its peer id is held
 */
public record Node(
        SessionRegistry sessions,
        PeerDirectory directory,
        Mailbox mailbox,
        Rooms rooms,
        IceServerProvider iceServers,
        Executor executor,
        Scheduler scheduler,
        IdSource ids,
        SignalingEvents events,
        Limits limits,
        Hello.ConflictPolicy conflictCap) {}
