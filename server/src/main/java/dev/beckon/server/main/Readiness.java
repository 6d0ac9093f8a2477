package dev.beckon.server.main;

import dev.beckon.v1.AdminGrpc;
import dev.beckon.v1.SignalingGrpc;
import io.grpc.BindableService;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.protobuf.services.HealthStatusManager;

/** Whether clients should come here: not before everything listens, and not once the server is going down. */
final class Readiness {

    private final HealthStatusManager health = new HealthStatusManager();
    private volatile boolean ready;

    Readiness() {
        set(false);
    }

    /** The standard gRPC health service, for the whole server ("") and for its services. */
    BindableService healthService() {
        return health.getHealthService();
    }

    boolean isReady() {
        return ready;
    }

    void up() {
        set(true);
    }

    void down() {
        set(false);
    }

    private void set(boolean isReady) {
        ready = isReady;
        ServingStatus status = isReady ? ServingStatus.SERVING : ServingStatus.NOT_SERVING;
        health.setStatus(HealthStatusManager.SERVICE_NAME_ALL_SERVICES, status);
        health.setStatus(SignalingGrpc.SERVICE_NAME, status);
        health.setStatus(AdminGrpc.SERVICE_NAME, status);
    }
}
