package dev.beckon.server.core.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.server.core.message.Command;
import dev.beckon.server.core.message.EndReason;
import dev.beckon.server.core.message.Signal;
import dev.beckon.server.core.peer.PeerId;
import dev.beckon.server.testing.TestLimits;
import dev.beckon.server.testing.TestNode;
import dev.beckon.server.testing.TestPeer;
import org.junit.jupiter.api.Test;

/** Frames that are not taken, because the notices that they may need have no room. */
class ShedFramesTest {

    private final TestNode node = new TestNode(TestLimits.mailbox(1, 1_000_000));

    @Test
    void clientThatMakesRoom_comesBackToSayThemAgain_evenIfItHasNothingElseToSay() {
        TestPeer alice = node.connectKeyed("alice");
        alice.send(1, toNobody());
        alice.send(2, toNobody());
        assertThat(alice.closes).isEmpty();

        alice.acknowledge(1);

        assertThat(alice.closes).containsExactly(EndReason.SLOW);
        TestPeer back = TestPeer.connect(node, alice.comeBack(1));
        assertThat(back.welcome().lastClientSeq()).isEqualTo(1);
        back.send(2, toNobody());
        assertThat(back.seqs).containsExactly(2L);
    }

    private static Command toNobody() {
        return new Command.SendSignal(
                new Signal(new PeerId("nobody"), null, null, "", new TestPeer.Text("hello", false)));
    }
}
