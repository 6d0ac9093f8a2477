package dev.beckon.client.internal.connection;

import com.google.protobuf.ByteString;
import dev.beckon.client.internal.session.Hello;
import dev.beckon.v1.ClientFrame;
import dev.beckon.v1.ClientInfo;
import dev.beckon.v1.Hello.ConflictPolicy;

/** Creates the first frame of each stream of a client. Not thread-safe until it is configured. */
public final class HelloEncoder {

    private final dev.beckon.v1.Hello.Builder fixed = dev.beckon.v1.Hello.newBuilder();

    /** Creates an encoder of hellos for this peer. */
    public HelloEncoder(String peerId) {
        fixed.setPeerId(peerId);
    }

    /** Takes the peer id over from another session that holds it. */
    public HelloEncoder replacing() {
        fixed.setOnConflict(ConflictPolicy.REPLACE);
        return this;
    }

    /** Declares that this peer cannot roll back an offer. */
    public HelloEncoder noRollback() {
        fixed.setNoRollback(true);
        return this;
    }

    /** Sets the client software. */
    public HelloEncoder software(String name, String version, String platform) {
        fixed.setClient(
                ClientInfo.newBuilder().setName(name).setVersion(version).setPlatform(platform));
        return this;
    }

    ClientFrame encode(Hello hello) {
        return ClientFrame.newBuilder()
                .setHello(fixed.build().toBuilder()
                        .setSessionKey(ByteString.copyFrom(hello.key()))
                        .setReplacedSessionKey(ByteString.copyFrom(hello.replacedKey()))
                        .setAttempt(hello.attempt())
                        .setSessionId(hello.sessionId())
                        .setLastSeq(hello.lastSeq())
                        .setDisplayName(hello.displayName())
                        .putAllAttributes(hello.attributes()))
                .build();
    }
}
