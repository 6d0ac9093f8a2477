package dev.beckon.server.auth;

import java.io.IOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;
import org.jspecify.annotations.Nullable;

/** The body of an answer, up to a size: more of it is not read, and its reader gets an error. */
final class LimitedBody implements BodySubscriber<byte[]> {

    private final BodySubscriber<byte[]> reader;
    private final int maxBytes;
    private @Nullable Subscription subscription;
    private long bytes;

    LimitedBody(BodySubscriber<byte[]> reader, int maxBytes) {
        this.reader = reader;
        this.maxBytes = maxBytes;
    }

    @Override
    public CompletionStage<byte[]> getBody() {
        return reader.getBody();
    }

    @Override
    public void onSubscribe(Subscription subscription) {
        this.subscription = subscription;
        reader.onSubscribe(subscription);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        if (bytes > maxBytes) {
            return;
        }
        for (ByteBuffer buffer : buffers) {
            bytes += buffer.remaining();
        }
        if (bytes <= maxBytes) {
            reader.onNext(buffers);
            return;
        }
        if (subscription != null) {
            subscription.cancel();
        }
        reader.onError(new IOException("its answer is longer than " + maxBytes + " bytes"));
    }

    @Override
    public void onError(Throwable failure) {
        reader.onError(failure);
    }

    @Override
    public void onComplete() {
        reader.onComplete();
    }
}
