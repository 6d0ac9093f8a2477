package dev.beckon.client.internal.connection;

import com.google.protobuf.ByteString;
import dev.beckon.client.internal.session.Profile;
import dev.beckon.v1.ClientFrame;
import dev.beckon.v1.ClientInfo;
import dev.beckon.v1.Hello.ConflictPolicy;

/** Builds the first frame of a stream. Not thread-safe. */
public final class Hello {

    private final dev.beckon.v1.Hello.Builder hello = dev.beckon.v1.Hello.newBuilder();

    /** A hello for this peer. */
    public Hello(String peerId, Profile profile) {
        hello.setPeerId(peerId).setDisplayName(profile.displayName()).putAllAttributes(profile.attributes());
    }

    /** Sets the key of this session, and of an earlier one of this client if {@code replaced} is not empty. */
    public Hello keys(byte[] key, byte[] replaced) {
        hello.setSessionKey(ByteString.copyFrom(key)).setReplacedSessionKey(ByteString.copyFrom(replaced));
        return this;
    }

    /** Takes the peer id from another session that holds it. */
    public Hello replacing() {
        hello.setOnConflict(ConflictPolicy.REPLACE);
        return this;
    }

    /** Says that this peer cannot roll back an offer. */
    public Hello noRollback() {
        hello.setNoRollback(true);
        return this;
    }

    /** Says what software this is. */
    public Hello software(String name, String version, String platform) {
        hello.setClient(
                ClientInfo.newBuilder().setName(name).setVersion(version).setPlatform(platform));
        return this;
    }

    ClientFrame frame() {
        return ClientFrame.newBuilder().setHello(hello).build();
    }
}
