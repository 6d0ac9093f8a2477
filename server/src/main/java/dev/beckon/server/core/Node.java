package dev.beckon.server.core;

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
