package dev.beckon.server.transport.grpc;

import com.google.protobuf.Message;
import io.grpc.KnownLength;
import io.grpc.MethodDescriptor.Marshaller;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.ProtoUtils;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * Decodes requests so that an invalid one becomes a value that can be answered properly, not an exception within gRPC.
 */
final class ParsedMarshaller<T extends Message> implements Marshaller<Parsed<T>> {

    private final Marshaller<T> delegate;
    private final int maxBytes;

    ParsedMarshaller(T prototype, int maxBytes) {
        this.delegate = ProtoUtils.marshaller(prototype);
        this.maxBytes = maxBytes;
    }

    @Override
    public InputStream stream(Parsed<T> value) {
        if (value instanceof Parsed.Message<T>(T message)) {
            return delegate.stream(message);
        }
        throw new IllegalArgumentException("only a decoded message can be sent");
    }

    @Override
    public Parsed<T> parse(InputStream stream) {
        try {
            if (stream instanceof KnownLength) {
                int bytes = stream.available();
                return bytes > maxBytes ? new Parsed.TooLarge<>(bytes) : new Parsed.Message<>(delegate.parse(stream));
            }
            // Compressed: the size is known only after decompression.
            byte[] unpacked = stream.readNBytes(maxBytes + 1);
            return unpacked.length > maxBytes
                    ? new Parsed.TooLarge<>(unpacked.length)
                    : new Parsed.Message<>(delegate.parse(new ByteArrayInputStream(unpacked)));
        } catch (StatusRuntimeException | IOException undecodable) {
            return new Parsed.Malformed<>();
        }
    }
}
