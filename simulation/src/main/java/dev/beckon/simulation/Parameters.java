package dev.beckon.simulation;

import dev.beckon.simulation.time.Dice;
import dev.beckon.simulation.time.World;
import java.util.List;

/**
 * The parameters of one run. Times are nanoseconds of virtual time, rates are means.
 *
 * @param peers number of peer ids
 * @param rooms number of rooms that they share
 * @param faultsFor duration of the faults
 * @param signalEvery how often an app sends a signal
 * @param roomEvery how often an app joins, leaves or updates
 * @param cutEvery how often a stream is cut
 * @param halfOpenPercent share of the cuts that one side does not notice
 * @param latency of a message
 * @param handling duration of a callback of an app
 * @param storeDelay of a store; 0: it answers at once
 * @param executorDelay how long a session's task waits for a thread; 0: the caller runs it
 * @param turn how many tasks a thread runs in a row before others get their turn
 * @param openPercent share of clients that use Open and Send
 * @param mailboxEvents limit of a mailbox
 * @param mailboxBytes limit of a mailbox
 * @param budgetBytes limit of all mailboxes together
 * @param guaranteedBytes what each of them may hold whatever the others hold
 * @param subjectBytes limit of a subject in all mailboxes beyond that; 0: none
 * @param linkEvents limit of events waiting in a stream, for state and tracked events each
 * @param window frames in flight in either direction
 * @param framesPerSecond limit of frames
 * @param framesBurst limit of frames
 * @param fanOutPerSecond limit of what a session causes others to be told; 0: none
 * @param resumeWindow how long sessions wait for their clients
 * @param tokenLife lifetime of access tokens; 0: no tokens required
 * @param incidentEvery how often a person reloads a page, opens a second one, pauses reading, goes offline...
 * @param restartEvery how often the node is restarted; 0: never
 */
public record Parameters(
        int peers,
        int rooms,
        long faultsFor,
        long signalEvery,
        long roomEvery,
        long cutEvery,
        int halfOpenPercent,
        long latency,
        long handling,
        long storeDelay,
        long executorDelay,
        int turn,
        int openPercent,
        int mailboxEvents,
        int mailboxBytes,
        long budgetBytes,
        int guaranteedBytes,
        long subjectBytes,
        int linkEvents,
        int window,
        int framesPerSecond,
        int framesBurst,
        int fanOutPerSecond,
        long resumeWindow,
        long tokenLife,
        long incidentEvery,
        long restartEvery) {

    /** The number of peers of a run. */
    public enum Size {
        /** 3 to 30. */
        SMALL,
        /** 300. */
        LARGE
    }

    /** Returns the parameters of this seed. */
    public static Parameters of(long seed, Size size) {
        Dice dice = new Dice(seed).of("parameters");
        Dice budget = dice.of("budget");
        boolean large = size == Size.LARGE;
        int peers = large ? 300 : dice.between(3, 30);
        long busy = large ? 4 : 1;
        return new Parameters(
                peers,
                Math.max(1, peers / dice.between(4, 12)),
                (large ? 20 : dice.between(10, 40)) * World.SECOND,
                busy * dice.pick(List.of(300L, 1_000L, 3_000L)) * World.MILLI,
                busy * dice.pick(List.of(2_000L, 8_000L)) * World.MILLI,
                busy * dice.pick(List.of(2_000L, 6_000L, 20_000L)) * World.MILLI,
                dice.pick(List.of(0, 30, 70)),
                dice.pick(List.of(1L, 20L, 150L)) * World.MILLI,
                dice.pick(List.of(0L, 5L, 300L)) * World.MILLI,
                dice.pick(List.of(0L, 0L, 2L, 100L)) * World.MILLI,
                dice.pick(List.of(0L, 0L, 100L, 5_000L)) * World.MICRO,
                new Dice(seed).of("turn").pick(List.of(1, 2, 5, 64)),
                dice.pick(List.of(0, 50, 100)),
                dice.pick(List.of(4, 40, 1_000)),
                dice.pick(List.of(2_000, 1_000_000)),
                peers * budget.pick(List.of(1_000L, 10_000L, 2L << 20)),
                budget.pick(List.of(500, 2_000, 32_768)),
                budget.pick(List.of(0L, 2_000L, 20_000L)),
                dice.pick(List.of(1, 3, 20, 1_000)),
                dice.pick(List.of(1, 3, 16)),
                dice.pick(List.of(0, 2, 50)),
                dice.pick(List.of(5, 100)),
                new Dice(seed).of("fan-out").pick(List.of(0, 0, 3, 30)),
                dice.between(5, 20) * World.SECOND,
                dice.percent(30) ? dice.between(8, 30) * World.SECOND : 0,
                busy * dice.pick(List.of(5_000L, 15_000L, 60_000L)) * World.MILLI,
                dice.percent(30) ? dice.between(8, 20) * World.SECOND : 0);
    }
}
