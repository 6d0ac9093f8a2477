package dev.beckon.client.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.client.signal.Address;
import dev.beckon.client.signal.Answer;
import dev.beckon.client.signal.Data;
import dev.beckon.client.signal.Offer;
import dev.beckon.client.signal.Signal;
import dev.beckon.client.signal.SignalBody;
import org.junit.jupiter.api.Test;

class OpenOffersTest {

    private final OpenOffers offers = new OpenOffers();

    @Test
    void answerToAnOlderOffer_isLate_onItsConnectionOnly() {
        offers.onSent(Address.peer("bob"), Offer.of("v=0", 1));
        offers.onSent(Address.peer("bob"), Offer.of("v=0", 2));
        offers.onSent(Address.peer("bob").connection("screen"), Offer.of("v=0", 1));

        assertThat(offers.isLate(from("bob", "", Answer.of("v=0", 1)))).isTrue();
        assertThat(offers.isLate(from("bob", "", Answer.of("v=0", 2)))).isFalse();
        assertThat(offers.isLate(from("bob", "screen", Answer.of("v=0", 1)))).isFalse();
        assertThat(offers.isLate(from("carol", "", Answer.of("v=0", 1)))).isFalse();
    }

    @Test
    void whatHasNoNumber_isNeverLate() {
        offers.onSent(Address.peer("bob"), Offer.of("v=0", 2));

        assertThat(offers.isLate(from("bob", "", Answer.of("v=0", 0)))).isFalse();
        assertThat(offers.isLate(from("bob", "", Data.text("", "hi")))).isFalse();
    }

    private static Signal from(String peer, String connection, SignalBody body) {
        return new Signal(Address.peer(peer).connection(connection), body);
    }
}
