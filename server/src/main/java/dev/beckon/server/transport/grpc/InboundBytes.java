package dev.beckon.server.transport.grpc;

import io.grpc.Context;
import io.grpc.Metadata;
import io.grpc.ServerStreamTracer;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Counts the message bytes received on one call, including incomplete messages. Callable from any thread. */
public final class InboundBytes extends ServerStreamTracer {

    private static final Context.Key<InboundBytes> KEY = Context.key("beckon-inbound-bytes");

    private final AtomicLong bytes = new AtomicLong();

    /** Returns the tracer that enables counting on a server. */
    public static ServerStreamTracer.Factory factory() {
        return new Factory() {
            @Override
            public ServerStreamTracer newServerStreamTracer(String fullMethodName, Metadata headers) {
                return new InboundBytes();
            }
        };
    }

    /** Returns the counter of the current call; null if the server does not count. */
    static @Nullable InboundBytes current() {
        return KEY.get();
    }

    long count() {
        return bytes.get();
    }

    @Override
    public Context filterContext(Context context) {
        return context.withValue(KEY, this);
    }

    @Override
    public void inboundWireSize(long more) {
        bytes.addAndGet(more);
    }
}
