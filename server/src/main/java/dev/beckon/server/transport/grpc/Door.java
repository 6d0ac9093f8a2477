package dev.beckon.server.transport.grpc;

import dev.beckon.server.core.message.Limits;
import dev.beckon.server.core.message.Liveness;
import dev.beckon.server.core.port.IceServerProvider;
import dev.beckon.server.core.port.Scheduler;
import dev.beckon.server.core.port.SignalingEvents;
import dev.beckon.server.core.session.IdSource;
import dev.beckon.server.core.session.Sessions;
import java.time.Duration;

/**
 * What the gRPC services need from the rest of the node.
 *
 * @param timeToHello how long a stream may stay without a hello
 * @param nativeClients for sessions on Connect
 * @param browsers for sessions with Open and Send
 */
public record Door(
        Sessions sessions,
        IceServerProvider iceServers,
        Scheduler scheduler,
        IdSource ids,
        SignalingEvents events,
        Limits limits,
        Duration timeToHello,
        Liveness nativeClients,
        Liveness browsers) {}
