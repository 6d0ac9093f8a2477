package dev.beckon.benchmark.client;

import com.google.gson.JsonObject;
import io.grpc.netty.shaded.io.netty.buffer.ByteBufUtil;
import io.grpc.netty.shaded.io.netty.buffer.Unpooled;
import io.grpc.netty.shaded.io.netty.channel.ChannelHandlerContext;
import io.grpc.netty.shaded.io.netty.channel.SimpleChannelInboundHandler;
import io.grpc.netty.shaded.io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.grpc.netty.shaded.io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.grpc.netty.shaded.io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A peer of a PeerJS server. Its messages have the fields that PeerJS's own client sends for a data connection. */
final class PeerJsPeer extends SimpleChannelInboundHandler<TextWebSocketFrame> implements Peer {

    private static final String CONNECTION_ID = "dc_8f3kq01xw7z";

    private final String id;
    private final Wire wire;
    private final Inbox inbox;
    private final CompletableFuture<Peer> opened = new CompletableFuture<>();
    private final CompletableFuture<Void> socketClosed = new CompletableFuture<>();
    private @Nullable ChannelHandlerContext context;
    private boolean flushScheduled;
    private volatile boolean leaving;

    PeerJsPeer(String id, Wire wire, Inbox inbox) {
        this.id = id;
        this.wire = wire;
        this.inbox = inbox;
    }

    CompletableFuture<Peer> opened() {
        return opened;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public Wire wire() {
        return wire;
    }

    @Override
    public Outgoing prepare(Kind kind, Peer to, int textBytes) {
        String text = Text.of(kind, textBytes);
        JsonObject payload = new JsonObject();
        if (kind == Kind.CANDIDATE) {
            JsonObject candidate = new JsonObject();
            candidate.addProperty("candidate", text);
            candidate.addProperty("sdpMid", Text.MID);
            candidate.addProperty("sdpMLineIndex", 0);
            candidate.addProperty("usernameFragment", Text.USERNAME_FRAGMENT);
            payload.add("candidate", candidate);
        } else {
            JsonObject description = new JsonObject();
            description.addProperty("type", kind.name().toLowerCase(Locale.ROOT));
            description.addProperty("sdp", text);
            payload.add("sdp", description);
        }
        payload.addProperty("type", "data");
        payload.addProperty("connectionId", CONNECTION_ID);
        JsonObject message = new JsonObject();
        message.addProperty("type", kind.name());
        message.add("payload", payload);
        message.addProperty("dst", to.id());
        return Outgoing.of(message.toString().getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void send(Outgoing message, long nanos) {
        wire.countMessage();
        byte[] bytes = message.stamped(0, nanos);
        if (context().executor().inEventLoop()) {
            write(bytes);
        } else {
            context().executor().execute(() -> write(bytes));
        }
    }

    @Override
    public CompletableFuture<Void> close() {
        leaving = true;
        context().writeAndFlush(new CloseWebSocketFrame(WebSocketCloseStatus.NORMAL_CLOSURE));
        return socketClosed;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        context = added;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext source, TextWebSocketFrame frame) {
        wire.countMessage();
        byte[] message = ByteBufUtil.getBytes(frame.content());
        if (Stamp.find(message, 0) >= 0) {
            inbox.onMessage(message);
        } else if (new String(message, StandardCharsets.UTF_8).contains("\"OPEN\"")) {
            opened.complete(this);
        } else {
            onFault(new IllegalStateException("the server says: " + new String(message, StandardCharsets.UTF_8)));
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext source) {
        socketClosed.complete(null);
        if (!leaving) {
            onFault(new IllegalStateException("the server closed the connection"));
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext source, Throwable fault) {
        onFault(fault);
        source.close();
    }

    void onFault(Throwable fault) {
        if (!opened.completeExceptionally(fault)) {
            inbox.onFault(fault);
        }
    }

    /** Messages sent in one turn of the event loop are written in one system call, as in the gRPC clients. */
    private void write(byte[] message) {
        ChannelHandlerContext target = context();
        target.write(new TextWebSocketFrame(Unpooled.wrappedBuffer(message)));
        if (!flushScheduled) {
            flushScheduled = true;
            target.executor().execute(() -> {
                flushScheduled = false;
                target.flush();
            });
        }
    }

    private ChannelHandlerContext context() {
        if (context == null) {
            throw new IllegalStateException("not connected");
        }
        return context;
    }
}
