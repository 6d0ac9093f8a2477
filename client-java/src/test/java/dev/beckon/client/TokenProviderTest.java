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
                        throw new IllegalStateException("on purpose: the fault of a provider is shown");
                    }
                    request.succeed("at last");
                })
                .build();

        client.connect(app);

        Recorder.StateChanged waiting = app.awaitState(State.WAITING);
        assertThat(Objects.requireNonNull(waiting.why()).reason()).isEqualTo(Reason.TOKEN_UNAVAILABLE);
        assertThat(server.authorization()).isEqualTo("Bearer at last");
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
}
