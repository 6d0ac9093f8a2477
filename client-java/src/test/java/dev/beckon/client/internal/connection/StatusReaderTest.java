package dev.beckon.client.internal.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.client.internal.session.StreamEnd;
import io.grpc.Status;
import java.io.IOException;
import java.net.ConnectException;
import org.junit.jupiter.api.Test;

class StatusReaderTest {

    @Test
    void message_saysWhatTheNetworkSaid() {
        Throwable refused = new IOException("wrapped", new ConnectException("Connection refused"));

        StreamEnd end = StatusReader.read(Status.UNAVAILABLE
                .withDescription("io exception")
                .withCause(refused)
                .asRuntimeException());

        assertThat(end.message()).isEqualTo("io exception: Connection refused");
    }

    @Test
    void message_ofAStatusWithoutCause_isItsDescription() {
        StreamEnd end = StatusReader.read(
                Status.UNAVAILABLE.withDescription("no healthy upstream").asRuntimeException());

        assertThat(end.message()).isEqualTo("no healthy upstream");
    }
}
