package dev.beckon.server.transport.web.grpcweb;

import io.grpc.Context;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerMethodDefinition;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls the service of one call under the call's gRPC context. What a callback throws is logged under a reference and
 * ends the call. Owned by: the event loop of the request.
 */
final class ServiceCallbacks<Q, R> {

    private static final Logger log = LoggerFactory.getLogger(ServiceCallbacks.class);

    private final ServerMethodDefinition<Q, R> method;
    private final Context.CancellableContext context;
    private final Consumer<Ending> onFault;
    private ServerCall.Listener<Q> listener = new ServerCall.Listener<>() {};

    ServiceCallbacks(
            ServerMethodDefinition<Q, R> method, Context.CancellableContext context, Consumer<Ending> onFault) {
        this.method = method;
        this.context = context;
        this.onFault = onFault;
    }

    void start(ServerCall<Q, R> call, Metadata headers) {
        run(() -> listener = method.getServerCallHandler().startCall(call, headers));
    }

    void onMessage(Q message) {
        run(() -> listener.onMessage(message));
    }

    void onHalfClose() {
        run(() -> listener.onHalfClose());
    }

    void onReady() {
        run(() -> listener.onReady());
    }

    /** The last callback. Releases everything that waits for the end of the context. */
    void onComplete() {
        run(() -> listener.onComplete());
        context.cancel(null);
    }

    /** The last callback; the context is already cancelled. */
    void onCancel() {
        context.cancel(null);
        run(() -> listener.onCancel());
    }

    private void run(Runnable callback) {
        Context previous = context.attach();
        try {
            callback.run();
        } catch (Throwable fault) {
            String reference =
                    HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
            log.error("{} threw, ref={}", method.getMethodDescriptor().getFullMethodName(), reference, fault);
            onFault.accept(Ending.fault(reference));
        } finally {
            context.detach(previous);
        }
    }
}
