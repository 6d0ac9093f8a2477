package dev.beckon.server.transport.grpc;

import io.grpc.Context;
import io.grpc.Metadata;
import io.grpc.ServerStreamTracer;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Counts what has come of the messages of one call, also of one that is not whole yet. Callable from any thread. */
public final class InboundBytes extends ServerStreamTracer {

    private static final Context.Key<InboundBytes> KEY = Context.key("beckon-inbound-bytes");

    private final AtomicLong bytes = new AtomicLong();

    /** What a server needs so that its calls are counted. */
    public static ServerStreamTracer.Factory factory() {
        return new Factory() {
            @Override
            public ServerStreamTracer newServerStreamTracer(String fullMethodName, Metadata headers) {
                return new InboundBytes();
            }
        };
    }

    /** Those of the current call; null where they are not counted. */
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
