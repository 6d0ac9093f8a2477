package dev.beckon.client.internal.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.beckon.client.outcome.SendResult;
import dev.beckon.client.outcome.SendResult.NotSentReason;
import dev.beckon.client.signal.Address;
import dev.beckon.client.signal.Data;
import dev.beckon.client.testing.ManualTimers;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The scenarios that hold for every client library, see {@code proto/scenarios/README.md}. */
class ScenarioTest {

    private static final Path FOLDER = Path.of("..", "proto", "scenarios");

    @TestFactory
    Stream<DynamicContainer> scenarios() throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.list(FOLDER)) {
            files = all.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .toList();
        }
        assertThat(files).isNotEmpty();
        return files.stream().map(ScenarioTest::file);
    }

    private static DynamicContainer file(Path file) {
        JsonObject content;
        try {
            content = JsonParser.parseString(Files.readString(file)).getAsJsonObject();
        } catch (IOException e) {
            throw new AssertionError(file.toString(), e);
        }
        List<DynamicTest> tests = new ArrayList<>();
        for (JsonElement element : content.getAsJsonArray("scenarios")) {
            JsonObject scenario = element.getAsJsonObject();
            String name = scenario.get("name").getAsString();
            if (!ScenarioEvents.text(scenario, "only", "java").equals("java")) {
                continue;
            }
            JsonArray each = ScenarioEvents.array(scenario, "for_each");
            for (JsonElement status : each) {
                tests.add(dynamicTest(name + " " + status, () -> new Run(scenario, status.getAsJsonObject()).play()));
            }
            if (each.isEmpty()) {
                tests.add(dynamicTest(name, () -> new Run(scenario, new JsonObject()).play()));
            }
        }
        return dynamicContainer(content.get("title").getAsString(), tests);
    }

    /** One scenario, from its first step to its last. */
    private static final class Run {
        private final JsonArray steps;
        private final JsonObject each;
        private final ManualTimers time = new ManualTimers(1_000_000);
        private final ScenarioWorld world = new ScenarioWorld();
        private final Budget budget;
        private final ClientMachine machine;
        private String state = "IDLE";
        private int keys;

        Run(JsonObject scenario, JsonObject each) {
            this.each = each;
            steps = scenario.getAsJsonArray("steps");
            JsonObject config = scenario.has("config") ? scenario.getAsJsonObject("config") : new JsonObject();
            double jitter = config.has("jitter") ? config.get("jitter").getAsDouble() : 0.5;
            budget = new Budget(
                    (int) ScenarioEvents.number(config, "max_messages", 1024),
                    ScenarioEvents.number(config, "max_bytes", 4 << 20));
            MachineSettings settings = new MachineSettings(
                    new Profile("", Map.of()),
                    attempt -> FullJitter.delayMillis(attempt, jitter),
                    () -> ByteBuffer.allocate(16).putInt(++keys).array(),
                    10_000,
                    config.has("token_provider"));
            if (config.has("earlier_key")) {
                settings = settings.replacing("earlier key of alice".getBytes(StandardCharsets.US_ASCII));
            }
            machine = new ClientMachine(world, time, settings);
        }

        void play() {
            for (int i = 0; i < steps.size(); i++) {
                JsonObject step = steps.get(i).getAsJsonObject();
                String where = "step " + (i + 1) + " " + step;
                try {
                    input(step);
                } catch (RuntimeException fault) {
                    throw new AssertionError(where, fault);
                }
                time.advance(0);
                check(where, step.has("then") ? step.getAsJsonObject("then") : new JsonObject());
            }
        }

        private void check(String where, JsonObject expected) {
            JsonObject actual = world.take();
            if (expected.has("state") || !state.equals(machine.phase().name())) {
                state = machine.phase().name();
                actual.addProperty("state", state);
            }
            if (expected.has("why")) {
                actual.addProperty("why", world.why);
            }
            if (expected.has("idle")) {
                actual.addProperty("idle", time.pending() == 0);
            }
            assertThat(actual).as(where).isEqualTo(expected);
        }

        private void input(JsonObject step) {
            String kind = step.keySet().iterator().next();
            JsonElement value = step.get(kind);
            switch (kind) {
                case "begin" -> begin(step);
                case "connect" -> machine.connect();
                case "send" -> {
                    int bytes = (int) ScenarioEvents.number(step, "bytes", 0);
                    String name = value.getAsString();
                    String text = name + " ".repeat(Math.max(0, bytes - name.length()));
                    submit(Outgoing.signal(Address.peer("bob"), Data.text("", text)));
                }
                case "join" -> submit(Outgoing.join(value.getAsString()));
                case "leave" -> submit(Outgoing.leave(value.getAsString()));
                case "watch" ->
                    submit(Outgoing.watch(value.getAsJsonArray().asList().stream()
                            .map(JsonElement::getAsString)
                            .toList()));
                case "update" -> submit(Outgoing.update(ScenarioEvents.update(value.getAsJsonObject())));
                case "returns" -> {
                    for (int i = 0; i < value.getAsInt(); i++) {
                        world.callbacks.remove().run();
                    }
                }
                case "close" -> machine.close();
                case "reconnect_now" -> machine.reconnectNow();
                case "offline" -> machine.setOnline(false);
                case "online" -> machine.setOnline(true);
                case "suspend" -> machine.setSuspended(true);
                case "resume" -> machine.setSuspended(false);
                case "token" -> machine.onToken(value.getAsString());
                case "token_fails" -> machine.onTokenFailed("");
                case "advance" -> time.advance(value.getAsLong());
                default -> ofServer(kind, value);
            }
        }

        private void ofServer(String kind, JsonElement value) {
            switch (kind) {
                case "welcome" -> ScenarioEvents.welcome(value.getAsJsonObject(), world.stream().listener);
                case "receive" -> ScenarioEvents.receive(value.getAsJsonObject(), world.stream());
                case "receive_old" -> ScenarioEvents.receive(value.getAsJsonObject(), olderStream());
                case "status" -> world.stream().listener.onEnd(ScenarioEvents.status(statusOf(value)));
                case "status_old" -> olderStream().listener.onEnd(ScenarioEvents.status(statusOf(value)));
                case "cut" -> world.stream().listener.onEnd(StreamEnd.failed("UNAVAILABLE", "", "", 0, null));
                case "check_answered" -> world.stream().listener.onHeard();
                case "writable" -> {
                    world.stream().writable = value.getAsBoolean();
                    if (value.getAsBoolean()) {
                        world.stream().listener.onReady();
                    }
                }
                default -> throw new AssertionError("unknown input: " + kind);
            }
        }

        private JsonObject statusOf(JsonElement value) {
            return value.isJsonObject() ? value.getAsJsonObject() : each;
        }

        private ScenarioWorld.FakeStream olderStream() {
            return world.streams.get(world.streams.size() - 2);
        }

        private void begin(JsonObject step) {
            machine.connect();
            if (world.take().has("asks_token")) {
                machine.onToken("t1");
            }
            JsonObject welcome = step.has("welcome_with")
                    ? step.getAsJsonObject("welcome_with").deepCopy()
                    : new JsonObject();
            welcome.add("session", step.get("begin"));
            ScenarioEvents.welcome(welcome, world.stream().listener);
            if (step.has("room")) {
                String room = step.get("room").getAsString();
                submit(Outgoing.join(room));
                ScenarioEvents.receive(
                        JsonParser.parseString("{\"ack\": 1, \"events\": [{\"snapshot\": \"" + room
                                        + "\", \"version\": 1, \"members\": [\"alice\"]}]}")
                                .getAsJsonObject(),
                        world.stream());
            }
            world.take();
            state = machine.phase().name();
            assertThat(state).isEqualTo("LIVE");
        }

        private void submit(Outgoing frame) {
            Submission submission = new Submission(frame, result -> budget.release(frame.sizeBytes()));
            if (budget.tryAcquire(frame.sizeBytes())) {
                machine.submit(submission);
            } else {
                world.result(ScenarioWorld.nameOf(submission), SendResult.notSent(NotSentReason.QUEUE_FULL));
            }
        }
    }
}
