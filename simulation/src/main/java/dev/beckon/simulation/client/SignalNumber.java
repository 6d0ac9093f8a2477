package dev.beckon.simulation.client;

import dev.beckon.client.internal.session.Outgoing;
import dev.beckon.client.room.MemberUpdate;
import dev.beckon.client.signal.Address;
import dev.beckon.client.signal.Data;
import dev.beckon.client.signal.SignalBody;
import java.util.List;

/** Reads the number of a signal. */
final class SignalNumber implements Outgoing.Visitor<Long> {

    @Override
    public Long visitSignal(Address to, SignalBody body) {
        return Long.parseLong(((Data) body).label());
    }

    @Override
    public Long visitJoin(String room) {
        throw noSignal();
    }

    @Override
    public Long visitLeave(String room) {
        throw noSignal();
    }

    @Override
    public Long visitUpdate(MemberUpdate update) {
        throw noSignal();
    }

    @Override
    public Long visitWatch(List<String> peerIds) {
        throw noSignal();
    }

    @Override
    public Long visitRefreshToken(String accessToken) {
        throw noSignal();
    }

    @Override
    public Long visitControl(Outgoing.Control control) {
        throw noSignal();
    }

    private static IllegalStateException noSignal() {
        return new IllegalStateException("only signals fail after they were taken");
    }
}
