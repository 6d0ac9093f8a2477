package dev.beckon.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.client.SignalingException.Reason;
import dev.beckon.client.testing.FakeStream;
import dev.beckon.client.testing.Recorder;
import dev.beckon.client.testing.Relay;
import io.grpc.Status.Code;
import java.io.IOException;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a proxy says for a server is not the server's word. */
class ProxyTest extends FakeServerFixture {

    private Relay relay;

    @BeforeEach
    void goThroughRelay() throws IOException {
        relay = new Relay(server.port());
        client.close();
        client = SignalingClient.builder(relay.target(), "alice")
                .plaintext()
                .reconnectPolicy(attempt -> attempt == 0 ? 0 : 50)
                .build();
    }

    @AfterEach
    void closeRelay() throws IOException {
        relay.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 302, 400, 401, 403, 404, 407, 502, 503, 504})
    void pageOfAProxy_isRetried_andToldInWords(int status) throws IOException {
        connect();

        relay.answerItself(status);
        relay.cut();

        Recorder.StateChanged waiting = app.awaitState(State.WAITING);
        SignalingException why = Objects.requireNonNull(waiting.why());
        while (why.reason() != Reason.REFUSED) {
            why = Objects.requireNonNull(app.awaitState(State.WAITING).why());
        }
        assertThat(why.isRetryable()).isTrue();
        assertThat(why).hasMessageContaining("not from a Beckon server").hasMessageContaining("text/html");
        relay.answerItself(0);
        server.stream().welcome("s1");
        app.awaitState(State.LIVE);
    }

    @ParameterizedTest
    @ValueSource(ints = {403, 404, 502})
    void pageBeforeTheFirstWelcome_isRetriedToo(int status) {
        relay.answerItself(status);
        client.connect(app);
        Recorder.StateChanged waiting = app.awaitState(State.WAITING);
        assertThat(reason(waiting)).isEqualTo(Reason.REFUSED);

        relay.answerItself(0);

        server.stream().welcome("s1");
        app.awaitState(State.LIVE);
    }

    @ParameterizedTest
    @EnumSource(
            value = Code.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"OK"})
    void bareStatusAfterTheWelcome_isRetried(Code code) {
        FakeStream stream = connect();

        stream.failBare(code);

        server.stream().welcome("s1");
        app.awaitState(State.LIVE);
        assertThat(app.all())
                .noneMatch(call -> call instanceof Recorder.StateChanged changed && changed.state() == State.STOPPED);
    }
}
