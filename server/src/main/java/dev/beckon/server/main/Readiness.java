package dev.beckon.server.main;

import dev.beckon.v1.AdminGrpc;
import dev.beckon.v1.SignalingGrpc;
import io.grpc.BindableService;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.protobuf.services.HealthStatusManager;

/**
 * Whether new clients should come: not before all ports listen, and not once the shutdown has begun. The health of the
 * Signaling service stays SERVING for longer: a proxy that deselected this server earlier would cut off remaining
 * sessions.
 */
final class Readiness {

    private final HealthStatusManager health = new HealthStatusManager();
    private volatile boolean ready;

    Readiness() {
        goDown();
        endSessions();
    }

    /** Returns the standard gRPC health service, for the whole server ("") and for its services. */
    BindableService healthService() {
        return health.getHealthService();
    }

    boolean isReady() {
        return ready;
    }

    void up() {
        ready = true;
        health.setStatus(HealthStatusManager.SERVICE_NAME_ALL_SERVICES, ServingStatus.SERVING);
        health.setStatus(SignalingGrpc.SERVICE_NAME, ServingStatus.SERVING);
        health.setStatus(AdminGrpc.SERVICE_NAME, ServingStatus.SERVING);
    }

    /** Stops accepting new clients. */
    void goDown() {
        ready = false;
        health.setStatus(HealthStatusManager.SERVICE_NAME_ALL_SERVICES, ServingStatus.NOT_SERVING);
        health.setStatus(AdminGrpc.SERVICE_NAME, ServingStatus.NOT_SERVING);
    }

    /** All sessions have ended. */
    void endSessions() {
        health.setStatus(SignalingGrpc.SERVICE_NAME, ServingStatus.NOT_SERVING);
    }
}
