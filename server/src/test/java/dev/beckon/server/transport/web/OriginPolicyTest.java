package dev.beckon.server.transport.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which pages may call. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class OriginPolicyTest {

    private static final String APP = "https://app.example";
    private static final String CAPACITOR = "capacitor://localhost";

    @ParameterizedTest
    @ValueSource(strings = {APP, CAPACITOR})
    void allowedOrigin_mayAskAndCall(String origin) throws Exception {
        try (WebPort web = WebPort.allowing(APP, CAPACITOR);
                RawConnection client = web.connect()) {
            RawConnection.Head preflight = preflight(client, origin);
            GrpcAnswer answer =
                    client.call(TestService.UNARY, "x", "origin: " + origin).readAnswer();

            assertThat(preflight.status()).isEqualTo(204);
            assertThat(preflight.header("access-control-allow-origin")).isEqualTo(origin);
            assertThat(preflight.header("access-control-allow-methods")).isEqualTo("POST");
            assertThat(preflight.header("access-control-allow-headers"))
                    .contains(
                            "content-type",
                            "x-grpc-web",
                            "x-user-agent",
                            "grpc-timeout",
                            "authorization",
                            "beckon-affinity",
                            "connect-protocol-version");
            assertThat(preflight.header("access-control-max-age")).isEqualTo("7200");
            assertThat(answer.messages()).containsExactly("x");
            assertThat(answer.head().header("access-control-allow-origin")).isEqualTo(origin);
            assertThat(answer.head().header("access-control-expose-headers"))
                    .contains("grpc-status", "grpc-message", "grpc-status-details-bin");
            assertThat(answer.head().header("vary")).isEqualTo("origin");
        }
    }

    @Test
    void refusalOfAnAllowedOrigin_canBeRead() throws Exception {
        try (WebPort web = WebPort.allowing(APP);
                RawConnection client = web.connect()) {
            client.post(TestService.UNARY, new byte[0], "origin: " + APP);

            GrpcAnswer answer = client.readAnswer();

            assertThat(answer.status()).isEqualTo("13");
            assertThat(answer.head().header("access-control-allow-origin")).isEqualTo(APP);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example",
                "http://app.example",
                "https://app.example.evil.example",
                "https://appXexample",
                "https://app.example:444",
                "null",
                "web.test"
            })
    void foreignOrigin_isRefused(String origin) throws Exception {
        try (WebPort web = WebPort.allowing(APP)) {
            assertRefused(web, origin);
        }
    }

    @Test
    void withoutAllowedOrigins_everyForeignOneIsRefused() throws Exception {
        try (WebPort web = WebPort.allowing()) {
            assertRefused(web, APP);
        }
    }

    @ParameterizedTest
    @CsvSource({"http://web.test", "https://web.test"})
    void ownPage_mayAlwaysCall(String origin) throws Exception {
        try (WebPort web = WebPort.allowing();
                RawConnection client = web.connect()) {
            assertThat(client.call(TestService.UNARY, "x", "origin: " + origin)
                            .readAnswer()
                            .messages())
                    .containsExactly("x");
        }
    }

    @Test
    void star_allowsAll() throws Exception {
        try (WebPort web = WebPort.allowing("*");
                RawConnection client = web.connect()) {
            assertThat(preflight(client, "https://any.example").header("access-control-allow-origin"))
                    .isEqualTo("*");
            assertThat(client.call(TestService.UNARY, "x", "origin: https://any.example")
                            .readAnswer()
                            .messages())
                    .containsExactly("x");
        }
    }

    private static void assertRefused(WebPort web, String origin) throws IOException {
        try (RawConnection client = web.connect()) {
            RawConnection.Head preflight = preflight(client, origin);
            client.readBody(preflight);
            client.call(TestService.UNARY, "x", "origin: " + origin);
            RawConnection.Head call = client.readHead();

            assertThat(preflight.status()).isEqualTo(403);
            assertThat(preflight.headers()).doesNotContainKey("access-control-allow-origin");
            assertThat(call.status()).isEqualTo(403);
            assertThat(call.headers()).doesNotContainKeys("access-control-allow-origin", "grpc-status");
            assertThat(new String(client.readBody(call), java.nio.charset.StandardCharsets.UTF_8))
                    .contains("origin not allowed");
        }
    }

    private static RawConnection.Head preflight(RawConnection client, String origin) throws IOException {
        return client.request(
                        "OPTIONS",
                        TestService.UNARY,
                        "origin: " + origin,
                        "access-control-request-method: POST",
                        "access-control-request-headers: content-type,x-grpc-web")
                .readHead();
    }
}
