package dev.beckon.server.core.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.server.core.message.Refusal;
import dev.beckon.server.core.message.ServerEvent.Delivered;
import dev.beckon.server.testing.TestNode;
import dev.beckon.server.testing.TestPeer;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class PolitenessTest {

    @AutoClose
    private final TestNode node = new TestNode();

    @Test
    void ofTwoThatCanRollBack_theLowerIdIsPolite() {
        assertPolite(node.connect("alice"), node.connect("bob"), true);
    }

    @Test
    void peerThatCannotRollBack_isImpolite_whateverItsId() {
        assertPolite(node.connect("zoe"), TestPeer.connect(node, TestPeer.noRollback("alice")), true);
    }

    @Test
    void ofTwoThatCannotRollBack_onlyTheLowerMayOffer() {
        TestPeer lower = TestPeer.connect(node, TestPeer.noRollback("alice"));
        TestPeer higher = TestPeer.connect(node, TestPeer.noRollback("bob"));

        higher.offer("alice");
        lower.offer("bob");

        assertThat(higher.refusals()).containsExactly(Refusal.Code.PERMISSION_DENIED);
        assertThat(lower.only(Delivered.class)).isEmpty();
        assertThat(higher.only(Delivered.class).getFirst().polite()).isFalse();
    }

    private static void assertPolite(TestPeer a, TestPeer b, boolean aIsPolite) {
        a.offer(b.peer().value());
        b.offer(a.peer().value());
        assertThat(a.only(Delivered.class).getFirst().polite()).isEqualTo(aIsPolite);
        assertThat(b.only(Delivered.class).getFirst().polite()).isEqualTo(!aIsPolite);
    }
}
