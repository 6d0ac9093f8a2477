package dev.beckon.server.wire;

import com.google.protobuf.ByteString;
import dev.beckon.server.core.message.Limits;
import dev.beckon.server.core.message.Refusal;
import dev.beckon.server.core.peer.Hello.ConflictPolicy;
import dev.beckon.server.core.peer.PeerId;
import dev.beckon.server.core.peer.Profile;
import dev.beckon.server.core.peer.SessionId;
import dev.beckon.server.core.peer.SessionKey;
import dev.beckon.v1.ClientInfo;
import dev.beckon.v1.Hello;
import org.jspecify.annotations.Nullable;

/** Validates a hello. Stateless; callable from any thread. */
public final class HelloDecoder {

    private static final int NAME_BYTES = 256;
    private static final int CLIENT_BYTES = 64;
    private static final int PLATFORM_BYTES = 128;
    private static final int MIN_KEY_BYTES = 16;
    private static final int MAX_KEY_BYTES = 64;

    private final Limits limits;

    public HelloDecoder(Limits limits) {
        this.limits = limits;
    }

    /** A valid hello, or the reason why it is invalid. */
    public sealed interface Decoded {

        /** The hello is valid. */
        record Valid(dev.beckon.server.core.peer.Hello hello) implements Decoded {}

        /** The hello is invalid. */
        record Invalid(Refusal refusal) implements Decoded {}
    }

    /** Decodes a hello in a frame with the number {@code seq}. */
    public Decoded decode(Hello hello, long seq) {
        FieldRules rules = new FieldRules();
        rules.zeroSeq(seq);
        rules.id("hello.peer_id", hello.getPeerId());
        rules.notReserved("hello.peer_id", hello.getPeerId());
        rules.line("hello.display_name", hello.getDisplayNameBytes(), NAME_BYTES);
        rules.attributes("hello.attributes", hello.getAttributesMap(), limits.attributesBytes());
        rules.optionalId("hello.session_id", hello.getSessionId());
        rules.known(
                "hello.on_conflict",
                hello.getOnConflict() != Hello.ConflictPolicy.UNRECOGNIZED,
                hello.getOnConflictValue());
        checkKey("hello.session_key", hello.getSessionKey(), rules);
        checkKey("hello.replaced_session_key", hello.getReplacedSessionKey(), rules);
        checkClient(hello.getClient(), rules);
        Refusal refusal = rules.refusal();
        return refusal == null ? new Decoded.Valid(toCore(hello)) : new Decoded.Invalid(refusal);
    }

    private static dev.beckon.server.core.peer.Hello toCore(Hello hello) {
        return new dev.beckon.server.core.peer.Hello(
                new PeerId(hello.getPeerId()),
                new Profile(hello.getDisplayName(), hello.getAttributesMap()),
                key(hello.getSessionKey()),
                hello.getSessionId().isEmpty() ? null : new SessionId(hello.getSessionId()),
                hello.getLastSeq(),
                Integer.toUnsignedLong(hello.getAttempt()),
                key(hello.getReplacedSessionKey()),
                hello.getOnConflict() == Hello.ConflictPolicy.REPLACE ? ConflictPolicy.REPLACE : ConflictPolicy.REJECT,
                hello.getNoRollback(),
                describe(hello.getClient()));
    }

    private static void checkKey(String field, ByteString key, FieldRules rules) {
        if (!key.isEmpty()) {
            rules.secret(field, key.size(), MIN_KEY_BYTES, MAX_KEY_BYTES);
        }
    }

    private static void checkClient(ClientInfo client, FieldRules rules) {
        rules.line("hello.client.name", client.getNameBytes(), CLIENT_BYTES);
        rules.line("hello.client.version", client.getVersionBytes(), CLIENT_BYTES);
        rules.line("hello.client.platform", client.getPlatformBytes(), PLATFORM_BYTES);
    }

    private static @Nullable SessionKey key(ByteString secret) {
        return secret.isEmpty() ? null : SessionKey.ofSecret(secret.toByteArray());
    }

    private static String describe(ClientInfo client) {
        return String.join(" ", client.getName(), client.getVersion(), client.getPlatform())
                .strip();
    }
}
