package dev.beckon.simulation;

import dev.beckon.client.internal.session.Phase;
import dev.beckon.simulation.check.Books;
import dev.beckon.simulation.check.Findings;
import dev.beckon.simulation.check.Findings.Count;
import dev.beckon.simulation.client.App;
import dev.beckon.simulation.client.Person;
import dev.beckon.simulation.net.Connection.Network;
import dev.beckon.simulation.server.SimulatedNode;
import dev.beckon.simulation.time.Dice;
import dev.beckon.simulation.time.History;
import dev.beckon.simulation.time.World;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One run of one seed: faults for some time, then a quiet phase, then all clients leave. */
public final class Simulation {

    /**
     * The outcome of a run.
     *
     * @param broken the broken guarantee and its details; null if none
     * @param lines the latest lines of the history, if requested
     * @param digest identical for identical histories
     */
    public record Outcome(
            long seed,
            Parameters parameters,
            @Nullable String broken,
            List<String> lines,
            long digest,
            long virtualNanos,
            long steps,
            Map<Count, Long> counts) {}

    private static final long QUIET = 100 * World.SECOND;

    private final long seed;
    private final Parameters parameters;
    private final History history;
    private final World world;
    private final Findings findings;
    private final Books books;
    private final Network network;
    private final Dice dice;
    private final List<Person> people = new ArrayList<>();
    private @Nullable SimulatedNode node;
    private int nodes;
    private boolean quiet;

    private Simulation(long seed, Parameters parameters, int keepLines) {
        this.seed = seed;
        this.parameters = parameters;
        this.history = new History(keepLines);
        this.world = new World(seed, history);
        this.findings = new Findings(history);
        this.books = Books.of(findings, parameters);
        this.network = new Network(world, parameters, books, () -> node);
        this.dice = world.dice("simulation");
    }

    /** Runs a seed. */
    public static Outcome run(long seed, Parameters parameters, int keepLines) {
        Simulation simulation = new Simulation(seed, parameters, keepLines);
        try {
            simulation.play();
        } catch (RuntimeException | AssertionError fault) {
            simulation.findings.broken("fault of a client", fault, List.of(fault.getStackTrace()));
        }
        return new Outcome(
                seed,
                parameters,
                simulation.findings.broken(),
                simulation.history.lines(),
                simulation.history.digest(),
                simulation.world.now(),
                simulation.world.steps(),
                simulation.findings.counts());
    }

    private void play() {
        startNode();
        for (int i = 0; i < parameters.peers(); i++) {
            Person person = new Person(network, i);
            people.add(person);
            person.start();
        }
        if (parameters.restartEvery() != 0) {
            world.after(dice.around(parameters.restartEvery()), this::restart);
        }
        world.runUntil(parameters.faultsFor());
        world.note("quiet");
        quiet = true;
        people.forEach(Person::quiet);
        world.runUntil(world.now() + QUIET + parameters.resumeWindow());
        if (findings.broken() == null) {
            checkConverged();
            books.ledger().checkOwed();
        }
        for (Person person : people) {
            for (App app : person.apps()) {
                if (!app.isDead()) {
                    app.machine().close();
                }
            }
        }
        world.runUntil(world.now() + parameters.resumeWindow() + 30 * World.SECOND);
        if (findings.broken() == null) {
            checkOver();
        }
    }

    private void startNode() {
        books.sessions().onNode();
        books.rooms().onNode();
        node = new SimulatedNode(world, parameters, books, nodes++);
    }

    private void restart() {
        SimulatedNode old = node;
        if (quiet || old == null) {
            return;
        }
        findings.count(Count.RESTARTS);
        if (dice.percent(50)) {
            world.note("node dies");
            old.die();
            people.forEach(this::loseNode);
            onNodeGone();
            return;
        }
        world.note("node goes down");
        books.sessions().onGoingDown();
        old.goDown(Duration.ofSeconds(dice.between(0, 3)), Duration.ofSeconds(dice.between(1, 6)))
                .whenComplete((gone, failure) -> {
                    onNodeGone();
                    world.after(5 * World.SECOND, () -> checkGone(old));
                });
    }

    private void loseNode(Person person) {
        for (App app : person.apps()) {
            var connection = app.connection();
            if (connection != null) {
                connection.cut(dice.percent(80), false);
            }
        }
    }

    private void onNodeGone() {
        node = null;
        world.after(dice.between(World.MILLI, 3 * World.SECOND), this::startNode);
        world.after(dice.around(parameters.restartEvery()) + 10 * World.SECOND, this::restart);
    }

    private void checkGone(SimulatedNode old) {
        if (!old.leftovers().isEmpty()) {
            findings.broken("P4 left over after going down", old.leftovers());
        }
        old.die();
    }

    private void checkConverged() {
        for (Person person : people) {
            if (person.isPresent()) {
                checkConverged(person.app());
            }
        }
        SimulatedNode last = node;
        if (last == null || last.waiting() != 0) {
            findings.broken("liveness undecided", last == null ? "no node" : last.waiting() + " events wait");
        }
    }

    private void checkConverged(App app) {
        String peer = app.identity().peer();
        String session = app.machine().sessionId();
        if (app.machine().phase() != Phase.LIVE || !books.sessions().actor(peer).equals(session)) {
            findings.broken(
                    "liveness not connected",
                    app.name(),
                    app.machine().phase(),
                    app.lastStop(),
                    session,
                    "server:",
                    books.sessions().actor(peer));
            return;
        }
        if (app.unsettled() != 0) {
            findings.broken("liveness unsettled", app.name(), app.unsettled());
        }
        for (String room : books.rooms().rooms()) {
            long expected =
                    books.rooms().isMember(room, peer, session) ? books.rooms().version(room) : 0;
            if (app.seenVersion(room) != expected) {
                findings.broken("P5 not converged", app.name(), room, app.seenVersion(room), "instead of", expected);
            }
        }
        for (String watched : app.watched()) {
            var seen = app.presences().get(watched);
            String expected = books.sessions().state(watched).name();
            if (seen == null
                    || !seen.state().name().equals(expected)
                    || !seen.sessionId().equals(books.sessions().actor(watched))) {
                findings.broken(
                        "presence not converged", app.name(), watched, String.valueOf(seen), "instead of", expected);
            }
        }
    }

    private void checkOver() {
        Set<String> killed = new HashSet<>();
        for (Person person : people) {
            for (App app : person.apps()) {
                if (app.isDead()) {
                    killed.add(app.name());
                } else if (app.machine().phase() != Phase.CLOSED) {
                    findings.broken(
                            "liveness not closed", app.name(), app.machine().phase());
                } else if (app.timers() != 0) {
                    findings.broken("P4 left over", app.name(), app.timers(), "timers of the client");
                }
            }
        }
        books.ledger().checkAll(killed);
        SimulatedNode last = node;
        if (last != null && !last.leftovers().isEmpty()) {
            findings.broken("P4 left over", last.leftovers());
        }
    }

    @Override
    public String toString() {
        return "seed " + seed;
    }
}
