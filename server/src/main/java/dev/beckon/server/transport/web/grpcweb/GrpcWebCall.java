package dev.beckon.server.transport.web.grpcweb;

import io.grpc.Attributes;
import io.grpc.Context;
import io.grpc.Deadline;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerMethodDefinition;
import io.grpc.Status;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.internal.ContextInternal;
import org.jspecify.annotations.Nullable;

/**
 * One call of a unary or server streaming method. All callbacks of its listener run on the event loop of the
 * connection; its own methods may be called from any thread and take effect on the loop in the order of calling.
 *
 * <pre>
 *   OPEN ── close ──▶ CLOSING ── all written ──▶ ENDED, onComplete
 *     │                  └── client gone ──────▶ ENDED, onCancel
 *     └── client gone, deadline, fault ────────▶ ENDED, onCancel
 * </pre>
 */
final class GrpcWebCall<Q, R> extends ServerCall<Q, R> {

    private enum State {
        OPEN,
        CLOSING,
        ENDED
    }

    private final ServerMethodDefinition<Q, R> method;
    private final CallLoop loop;
    private final Attributes attributes;
    private final ConnectionGuard guard;
    private final ResponseWriter writer;
    private final Context.CancellableContext context;
    private final ServiceCallbacks<Q, R> service;

    // written on the loop only
    private volatile State state = State.OPEN;
    private volatile boolean cancelled;
    private @Nullable Q message;
    private boolean messageWanted;

    GrpcWebCall(
            ServerMethodDefinition<Q, R> method,
            HttpServerRequest request,
            ContextInternal eventLoop,
            WebFormat format,
            @Nullable Deadline deadline,
            ConnectionGuard guard) {
        this.method = method;
        this.loop = new CallLoop(eventLoop);
        this.guard = guard;
        this.attributes = Connections.attributes(request);
        this.writer = new ResponseWriter(request, eventLoop, format, () -> loop.runLater(this::onReady));
        this.context = deadline == null
                ? Context.ROOT.withCancellation()
                : Context.ROOT.withDeadline(deadline, eventLoop.nettyEventLoop());
        this.service = new ServiceCallbacks<>(method, context, this::abort);
        request.response().exceptionHandler(gone -> onGone()).closeHandler(gone -> onGone());
    }

    /** Starts the service with the single message of the client. */
    void start(Metadata headers, Q request) {
        if (context.getDeadline() != null) {
            context.addListener(ended -> onContextCancelled(), loop::runLater);
        }
        service.start(this, headers);
        message = request;
        deliver();
        onReady();
    }

    @Override
    public void request(int numMessages) {
        loop.run(() -> {
            messageWanted = true;
            if (message != null) {
                loop.runLater(this::deliver);
            }
        });
    }

    @Override
    public void sendHeaders(Metadata headers) {
        loop.run(() -> {
            if (state == State.OPEN) {
                writer.writeHead(headers);
            }
        });
    }

    /** The bytes count towards {@link #isReady} when this returns. */
    @Override
    public void sendMessage(R message) {
        if (state != State.OPEN) {
            return;
        }
        byte[] frame = MessageFrame.write(method.getMethodDescriptor().streamResponse(message));
        writer.reserve(frame.length);
        loop.run(() -> {
            if (state == State.OPEN) {
                writer.write(frame);
            }
        });
    }

    @Override
    public void close(Status status, Metadata trailers) {
        loop.run(() -> {
            if (state == State.OPEN) {
                state = State.CLOSING;
                boolean slow = !writer.isReady();
                guard.closing(writer.end(new Ending(status, trailers)), slow)
                        .onComplete(done -> loop.runLater(() -> end(done.failed())));
            }
        });
    }

    @Override
    public boolean isReady() {
        return state == State.OPEN && writer.isReady();
    }

    @Override
    public boolean isCancelled() {
        return cancelled;
    }

    @Override
    public MethodDescriptor<Q, R> getMethodDescriptor() {
        return method.getMethodDescriptor();
    }

    @Override
    public Attributes getAttributes() {
        return attributes;
    }

    private void deliver() {
        Q next = message;
        if (next == null || !messageWanted || state != State.OPEN) {
            return;
        }
        message = null;
        service.onMessage(next);
        if (state == State.OPEN) {
            service.onHalfClose();
        }
    }

    private void onReady() {
        if (state == State.OPEN) {
            service.onReady();
        }
    }

    private void onGone() {
        if (state == State.OPEN) {
            end(true);
        }
    }

    private void onContextCancelled() {
        Deadline deadline = context.getDeadline();
        if (deadline != null && deadline.isExpired()) {
            abort(Ending.deadlineExceeded());
        }
    }

    /** Ends the call without involving the service. */
    private void abort(Ending ending) {
        if (state == State.OPEN) {
            state = State.CLOSING;
            guard.closing(writer.end(ending), !writer.isReady());
            end(true);
        }
    }

    /** Notifies the service, once, of the end of the call. */
    private void end(boolean cancel) {
        if (state == State.ENDED) {
            return;
        }
        state = State.ENDED;
        cancelled = cancel;
        message = null;
        if (cancel) {
            service.onCancel();
        } else {
            service.onComplete();
        }
        guard.ended();
    }
}
