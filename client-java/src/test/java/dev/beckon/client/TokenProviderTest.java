package dev.beckon.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.client.SignalingException.Reason;
import dev.beckon.client.testing.Await;
import dev.beckon.client.testing.FakeStream;
import dev.beckon.client.testing.Recorder;
import dev.beckon.v1.ClientFrame;
import dev.beckon.v1.Event;
import dev.beckon.v1.Notice;
import io.grpc.Status.Code;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Access tokens on their way from the app to the server. */
class TokenProviderTest extends FakeServerFixture {

    private final BlockingQueue<TokenRequest> requests = new LinkedBlockingQueue<>();

    @BeforeEach
    void askForTokens() {
        client.close();
        client = builder(server.target()).tokenProvider(requests::add).build();
    }

    private TokenRequest request() {
        return Await.next(requests, "a request for a token");
    }

    @Test
    void token_isShownAsBearer_andRenewedWhenRefused() {
        client.connect(app);
        TokenRequest first = request();
        first.succeed("one");
        first.fail("only the first answer counts");
        assertThat(server.authorization()).isEqualTo("Bearer one");
        server.stream().fail(Code.UNAUTHENTICATED, "TOKEN_EXPIRED");

        request().succeed("two");

        assertThat(server.authorization()).isEqualTo("Bearer two");
        server.stream().welcome("s1");
        app.awaitState(State.LIVE);
        assertThat(attempts).as("a fresh token is no attempt").isEmpty();
    }

    @Test
    void tokenThatExpiresSoon_isRefreshedInsideTheSession() {
        client.connect(app);
        request().succeed("one");
        FakeStream stream = server.stream();
        stream.welcome("s1");

        stream.send(Event.newBuilder().setNotice(Notice.newBuilder().setCode(Notice.Code.TOKEN_EXPIRING)));
        request().succeed("two");

        ClientFrame frame = stream.frame();
        assertThat(frame.getSeq()).isEqualTo(1);
        assertThat(frame.getRefreshToken().getAccessToken()).isEqualTo("two");
    }

    @Test
    void providerThatThrows_isAskedAgain() {
        client.close();
        client = builder(server.target())
                .tokenProvider(request -> {
                    if (requests.isEmpty()) {
                        requests.add(request);
                        throw new IllegalStateException("on purpose");
                    }
                    request.succeed("at-last");
                })
                .build();

        client.connect(app);

        Recorder.StateChanged waiting = app.awaitState(State.WAITING);
        assertThat(Objects.requireNonNull(waiting.why()).reason()).isEqualTo(Reason.TOKEN_UNAVAILABLE);
        assertThat(server.authorization()).isEqualTo("Bearer at-last");
    }

    @Test
    void clientWithoutProvider_showsNoToken_andStopsWhenAskedForOne() {
        client.close();
        client = builder(server.target()).build();
        client.connect(app);

        assertThat(server.authorization()).isEqualTo("none");
        server.stream().fail(Code.UNAUTHENTICATED, "TOKEN_MISSING");

        assertThat(reason(app.awaitState(State.STOPPED))).isEqualTo(Reason.TOKEN_MISSING);
    }

    @Test
    void answerThatComesAfterThatToALaterRequest_countsNoMore() {
        client.close();
        client = builder(server.target())
                .tokenProvider(requests::add)
                .connectTimeout(50, TimeUnit.MILLISECONDS)
                .build();
        client.connect(app);
        TokenRequest late = request();
        TokenRequest answered = request();

        answered.succeed("newer");
        late.succeed("older");

        assertThat(server.authorization()).isEqualTo("Bearer newer");
        // Nobody welcomes it, so the next attempt follows by itself.
        assertThat(server.authorization()).isEqualTo("Bearer newer");
    }

    @Test
    void tokenThatNoHeaderCanCarry_isNotSent_andToldInWords() {
        client.connect(app);

        request().succeed("line\nbreak");

        SignalingException why =
                Objects.requireNonNull(app.awaitState(State.WAITING).why());
        assertThat(why.reason()).isEqualTo(Reason.TOKEN_UNAVAILABLE);
        assertThat(why).hasMessageContaining("U+000A at index 4").hasMessageContaining("expected: printable ASCII");
        request().succeed("good");
        assertThat(server.authorization()).isEqualTo("Bearer good");
    }
}
