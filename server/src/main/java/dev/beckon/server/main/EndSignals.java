package dev.beckon.server.main;

import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * SIGTERM and Ctrl-C: the first ends the server in good order, a second one ends it now. The JVM's own way, a shutdown hook,
 * cannot tell a second signal; {@code sun.misc.Signal} can, and is used by reflection because javac warns of it.
 */
final class EndSignals {

    private EndSignals() {}

    /**
     * Listens to both signals.
     *
     * @param hurry called by the second signal; must return at once
     */
    static void handle(Runnable hurry) throws StartException {
        AtomicBoolean ending = new AtomicBoolean();
        Runnable onSignal = () -> {
            if (ending.compareAndSet(false, true)) {
                // Runs the shutdown hook, on a thread of its own: the next signal must get here.
                new Thread(() -> System.exit(0), "end").start();
            } else {
                hurry.run();
            }
        };
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handlerType = Class.forName("sun.misc.SignalHandler");
            Object handler = Proxy.newProxyInstance(
                    handlerType.getClassLoader(), new Class<?>[] {handlerType}, (self, method, arguments) -> {
                        onSignal.run();
                        return null;
                    });
            for (String name : new String[] {"TERM", "INT"}) {
                signal.getMethod("handle", signal, handlerType)
                        .invoke(null, signal.getConstructor(String.class).newInstance(name), handler);
            }
        } catch (ReflectiveOperationException missing) {
            throw new StartException(
                    "Cannot listen to signals: " + missing + ". Use a JVM with jdk.unsupported.", missing);
        }
    }
}
