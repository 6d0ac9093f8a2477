package dev.beckon.server.transport.grpc;

import com.google.protobuf.TextFormat;
import dev.beckon.v1.ClientFrame;
import dev.beckon.v1.Event;
import dev.beckon.v1.ServerFrame;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** Everything that came on one stream, and how it ended. */
final class Frames implements StreamObserver<ServerFrame> {

    final List<ServerFrame> all = new ArrayList<>();
    final CompletableFuture<StatusRuntimeException> error = new CompletableFuture<>();
    private final Consumer<ServerFrame> whenFirst;
    boolean completed;

    Frames() {
        this(frame -> {});
    }

    /** @param whenFirst called at the very moment when the first frame comes */
    Frames(Consumer<ServerFrame> whenFirst) {
        this.whenFirst = whenFirst;
    }

    /** A frame of a client, from its text. */
    static ClientFrame of(String text) {
        try {
            return TextFormat.parse(text, ClientFrame.class);
        } catch (TextFormat.ParseException e) {
            throw new AssertionError(e);
        }
    }

    List<Event> events() {
        return all.stream().flatMap(frame -> frame.getEventsList().stream()).toList();
    }

    @Override
    public void onNext(ServerFrame frame) {
        all.add(frame);
        if (all.size() == 1) {
            whenFirst.accept(frame);
        }
    }

    @Override
    public void onError(Throwable thrown) {
        error.complete((StatusRuntimeException) thrown);
    }

    @Override
    public void onCompleted() {
        completed = true;
    }
}
