package dev.beckon.simulation.net;

import dev.beckon.client.internal.session.Outgoing;
import dev.beckon.client.room.MemberUpdate;
import dev.beckon.client.signal.Address;
import dev.beckon.client.signal.Data;
import dev.beckon.client.signal.SignalBody;
import dev.beckon.server.core.message.Command;
import dev.beckon.server.core.message.Signal;
import dev.beckon.server.core.peer.PeerId;
import dev.beckon.server.core.peer.RoomId;
import dev.beckon.server.core.peer.SessionId;
import dev.beckon.simulation.server.NumberedPayload;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** Converts frames of the client library to commands of the core, in place of the two encodings in between. */
final class CommandWords implements Outgoing.Visitor<Command> {

    static final CommandWords INSTANCE = new CommandWords();

    private CommandWords() {}

    @Override
    public Command visitSignal(Address to, SignalBody body) {
        Data data = (Data) body;
        NumberedPayload payload = new NumberedPayload(
                Long.parseLong(data.label()), Integer.parseInt(Objects.requireNonNull(data.text())));
        return new Command.SendSignal(new Signal(
                new PeerId(to.peerId()),
                to.sessionId().isEmpty() ? null : new SessionId(to.sessionId()),
                to.room().isEmpty() ? null : new RoomId(to.room()),
                to.connectionId(),
                payload));
    }

    @Override
    public Command visitJoin(String room) {
        return new Command.JoinRoom(new RoomId(room));
    }

    @Override
    public Command visitLeave(String room) {
        return new Command.LeaveRoom(new RoomId(room));
    }

    @Override
    public Command visitUpdate(MemberUpdate update) {
        return new Command.UpdateMember(update.displayName(), update.attributes());
    }

    @Override
    public Command visitWatch(List<String> peerIds) {
        Set<PeerId> peers = new LinkedHashSet<>();
        peerIds.forEach(peer -> peers.add(new PeerId(peer)));
        return new Command.WatchPresence(peers);
    }

    @Override
    public Command visitRefreshToken(String accessToken) {
        return new Command.RefreshToken(accessToken);
    }

    @Override
    public Command visitControl(Outgoing.Control control) {
        return control == Outgoing.Control.BYE ? new Command.Bye() : new Command.KeepAlive();
    }
}
