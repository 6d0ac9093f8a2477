package dev.beckon.server.main;

import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Handles SIGTERM and Ctrl-C: the first signal shuts the server down gracefully, a second one at once. A JVM shutdown
 * hook cannot see a second signal; {@code sun.misc.Signal} can. It is used by reflection because javac warns about it.
 */
final class EndSignals {

    private EndSignals() {}

    /**
     * Installs handlers for both signals.
     *
     * @param hurry called by the second signal; must return at once
     */
    static void handle(Runnable hurry) throws StartException {
        AtomicBoolean ending = new AtomicBoolean();
        Runnable onSignal = () -> {
            if (ending.compareAndSet(false, true)) {
                // Runs the shutdown hook on a separate thread, so that the next signal gets here.
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
