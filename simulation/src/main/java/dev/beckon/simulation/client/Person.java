package dev.beckon.simulation.client;

import dev.beckon.client.internal.session.Outgoing;
import dev.beckon.client.internal.session.Phase;
import dev.beckon.client.room.Member;
import dev.beckon.client.room.MemberUpdate;
import dev.beckon.client.signal.Address;
import dev.beckon.simulation.Parameters;
import dev.beckon.simulation.check.Findings.Count;
import dev.beckon.simulation.client.Identity.Origin;
import dev.beckon.simulation.net.Connection;
import dev.beckon.simulation.net.Connection.Network;
import dev.beckon.simulation.time.Dice;
import dev.beckon.simulation.time.World;
import java.util.ArrayList;
import java.util.List;

/** The person behind a peer id: uses apps, reloads them, loses the network, closes the laptop. */
public final class Person {

    private static final int MOST_UNSETTLED = 25;

    private final Network network;
    private final World world;
    private final Parameters parameters;
    private final String peer;
    private final Dice dice;
    private final List<App> apps = new ArrayList<>();
    private boolean quiet;

    public Person(Network network, int number) {
        this.network = network;
        this.world = network.world();
        this.parameters = network.parameters();
        this.peer = "p" + number;
        this.dice = world.dice("person " + peer);
    }

    /** Starts after a random time. */
    public void start() {
        world.after(dice.between(0L, 3 * World.SECOND), () -> begin(Origin.FRESH));
        every(parameters.signalEvery(), this::say);
        every(parameters.roomEvery(), this::move);
        every(parameters.cutEvery(), this::cut);
        every(parameters.incidentEvery(), this::stumble);
    }

    /** Ends all faults and starts nothing new. */
    public void quiet() {
        quiet = true;
        for (App app : apps) {
            app.hurry();
            heal(app);
            if (app != app() && !app.isDead()) {
                app.machine().close();
            }
        }
    }

    public String peer() {
        return peer;
    }

    /** Returns all apps that this person ever used. */
    public List<App> apps() {
        return apps;
    }

    /** Returns the app in use. */
    public App app() {
        return apps.getLast();
    }

    /** Returns whether there is an app in use that should be connected. */
    public boolean isPresent() {
        Phase phase = apps.isEmpty() ? Phase.CLOSED : app().machine().phase();
        return phase != Phase.CLOSED && phase != Phase.CLOSING && !app().isDead();
    }

    private void every(long mean, Runnable what) {
        world.after(1 + dice.around(mean), () -> {
            if (!quiet) {
                if (isPresent()) {
                    what.run();
                }
                every(mean, what);
            }
        });
    }

    private void begin(Origin origin) {
        if (quiet && !apps.isEmpty()) {
            return;
        }
        App before = apps.isEmpty() ? null : app();
        boolean usesOpen = dice.percent(parameters.openPercent());
        Identity identity =
                new Identity(peer, apps.size(), usesOpen, origin, before == null ? null : before.identity());
        App app = new App(network, identity);
        apps.add(app);
        app.machine().connect();
        watchOver();
    }

    /** Reconnects an app that was stopped and should be connected. */
    private void watchOver() {
        world.after(World.SECOND, () -> {
            if (!isPresent()) {
                return;
            }
            for (App app : apps) {
                if (!app.isDead() && app.machine().phase() == Phase.STOPPED) {
                    onStopped(app);
                }
            }
            watchOver();
        });
    }

    private void onStopped(App app) {
        boolean displaced = app.lastStop().equals("REPLACED") || app.lastStop().equals("TAKEN_OVER");
        if (app != app()) {
            app.machine().close();
        } else if (displaced && apps.size() > 1) {
            // By a delayed hello of an earlier app.
            app.machine().connect();
        } else if (displaced || app.lastStop().equals("LAST_SEQ_UNKNOWN")) {
            network.books().findings().broken("liveness stopped by itself", app.name(), app.lastStop());
        } else {
            app.machine().connect();
        }
    }

    private void say() {
        App app = app();
        int times = dice.percent(10) ? dice.between(2, 20) : 1;
        Address to = receiver(app);
        for (int i = 0; i < times && app.unsettled() < MOST_UNSETTLED; i++) {
            app.signal(dice.percent(70) ? to : receiver(app), dice.between(1, 300));
        }
    }

    private Address receiver(App app) {
        List<String> rooms = app.seenRooms();
        if (!rooms.isEmpty() && dice.percent(60)) {
            String room = dice.pick(rooms);
            Member other = app.somebodyElse(room);
            if (other != null) {
                Address to = Address.peer(other.peerId());
                to = dice.percent(60) ? to.inRoom(room) : to;
                return dice.percent(50) ? to.session(other.sessionId()) : to;
            }
        }
        int number = dice.between(0, parameters.peers() - 1);
        String other = "p" + number;
        return Address.peer(other.equals(peer) ? "p" + (number + 1) : other);
    }

    private void move() {
        App app = app();
        String room = "r" + dice.between(0, parameters.rooms() - 1);
        switch (dice.between(0, 5)) {
            case 0, 1, 2 -> app.submit(Outgoing.join(room));
            case 3 -> app.submit(Outgoing.leave(room));
            case 4 -> app.submit(Outgoing.update(MemberUpdate.attribute("n", "" + dice.between(0, 99))));
            default -> {
                List<String> peers = new ArrayList<>();
                for (int i = dice.between(0, 4); i > 0; i--) {
                    peers.add("p" + dice.between(0, parameters.peers() - 1));
                }
                app.watch(peers.stream().distinct().toList());
            }
        }
    }

    private void cut() {
        Connection connection = app().connection();
        if (connection != null) {
            network.books().findings().count(Count.CUTS);
            boolean halfOpen = dice.percent(parameters.halfOpenPercent());
            connection.cut(!halfOpen || dice.percent(30), !halfOpen || dice.percent(30));
        }
    }

    private void stumble() {
        App app = app();
        long while_ = dice.around(6 * World.SECOND);
        switch (dice.between(0, 9)) {
            case 0, 1 -> reload(app);
            case 2 -> begin(dice.percent(60) ? Origin.REPLACING : Origin.FRESH);
            case 3 -> {
                app.machine().close();
                world.after(while_, () -> begin(Origin.FRESH));
            }
            case 4, 5, 6 -> {
                Connection connection = app.connection();
                if (connection != null) {
                    connection.setReading(false);
                    world.after(while_, () -> connection.setReading(true));
                }
            }
            case 7 -> {
                app.machine().setOnline(false);
                world.after(while_, () -> heal(app));
            }
            case 8 -> {
                app.machine().setSuspended(true);
                world.after(while_, () -> heal(app));
            }
            default -> app.machine().reconnectNow();
        }
    }

    private void reload(App app) {
        app.die();
        int chance = dice.between(0, 3);
        begin(chance == 0 ? Origin.SAME_KEY : chance == 1 ? Origin.FRESH : Origin.RELOADED);
    }

    private void heal(App app) {
        if (!app.isDead()) {
            app.machine().setOnline(true);
            app.machine().setSuspended(false);
            Connection connection = app.connection();
            if (connection != null) {
                connection.setReading(true);
            }
        }
    }
}
