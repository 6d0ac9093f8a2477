package dev.beckon.server.core.session;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;

/**
 * Any order of hellos, frames, acks, losses, stalls and waits of several streams that share a few peer ids and session keys.
 * After each step nobody acts twice; in the end each signal that was taken has its one outcome, and nothing is left over.
 */
class SessionFuzz {

    private static final int MOST_STEPS = 150;

    @FuzzTest
    void streams(FuzzedDataProvider data) {
        FuzzedClients clients = new FuzzedClients();
        for (int step = 0; step < MOST_STEPS && data.remainingBytes() > 0; step++) {
            step(clients, data);
            clients.assertNobodyActsTwice();
        }
        clients.assertOutcomes();
        clients.assertNothingLeft();
    }

    private static void step(FuzzedClients clients, FuzzedDataProvider data) {
        switch (data.consumeInt(0, 12)) {
            case 0, 1 ->
                clients.hello(
                        data.consumeInt(0, 2), data.consumeInt(0, 2), data.consumeBoolean(), data.consumeInt(0, 2));
            case 2 -> clients.comeBack(data.consumeByte(), data.consumeInt(-1, 1));
            case 3, 4 -> clients.signal(data.consumeByte(), data.consumeInt(0, 3), data.consumeInt(1, 12));
            case 5 -> clients.repeat(data.consumeByte());
            case 6 -> clients.leaveGap(data.consumeByte());
            case 7 -> clients.acknowledge(data.consumeByte(), data.consumeInt(-1, 1));
            case 8 -> clients.lose(data.consumeByte());
            case 9 -> clients.pass(data.consumeInt(1, 150));
            case 10 -> clients.other(data.consumeByte(), data.consumeInt(0, 4));
            case 11 -> clients.stall(data.consumeByte(), data.consumeInt(0, 4));
            default -> clients.bye(data.consumeByte());
        }
    }
}
