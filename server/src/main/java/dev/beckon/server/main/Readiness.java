package dev.beckon.server.main;

import dev.beckon.v1.AdminGrpc;
import dev.beckon.v1.SignalingGrpc;
import io.grpc.BindableService;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.protobuf.services.HealthStatusManager;

/**
 * Whether clients should come here: not before everything listens, and not once the server is going down. The service of
 * sessions is well for longer: a proxy that stopped choosing this server earlier would cut off sessions that are still here.
 */
final class Readiness {

    private final HealthStatusManager health = new HealthStatusManager();
    private volatile boolean ready;

    Readiness() {
        goDown();
        endSessions();
    }

    /** The standard gRPC health service, for the whole server ("") and for its services. */
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

    /** Nobody new should come. */
    void goDown() {
        ready = false;
        health.setStatus(HealthStatusManager.SERVICE_NAME_ALL_SERVICES, ServingStatus.NOT_SERVING);
        health.setStatus(AdminGrpc.SERVICE_NAME, ServingStatus.NOT_SERVING);
    }

    /** Nobody is here any more. */
    void endSessions() {
        health.setStatus(SignalingGrpc.SERVICE_NAME, ServingStatus.NOT_SERVING);
    }
}
