package dev.beckon.server.transport.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.v1.ClientFrame;
import dev.beckon.v1.JoinRoom;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

class ParsedMarshallerTest {

    private final ParsedMarshaller<ClientFrame> marshaller =
            new ParsedMarshaller<>(ClientFrame.getDefaultInstance(), 1000);

    @Test
    void compressedMessage_isMeasuredUnpacked() throws IOException {
        assertThat(parseCompressed(frame("x".repeat(900)))).isInstanceOf(Parsed.Message.class);
        assertThat(parseCompressed(frame("x".repeat(100_000)))).isInstanceOf(Parsed.TooLarge.class);
    }

    @Test
    void whatIsNoMessage_isMalformed() {
        byte[] noise = {(byte) 0xff, (byte) 0xff, 1, 2, 3};

        assertThat(marshaller.parse(new ByteArrayInputStream(noise))).isInstanceOf(Parsed.Malformed.class);
    }

    private Parsed<ClientFrame> parseCompressed(ClientFrame frame) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            frame.writeTo(gzip);
        }
        return marshaller.parse(new GZIPInputStream(new ByteArrayInputStream(packed.toByteArray())));
    }

    private static ClientFrame frame(String room) {
        return ClientFrame.newBuilder()
                .setJoinRoom(JoinRoom.newBuilder().setRoom(room))
                .build();
    }
}
