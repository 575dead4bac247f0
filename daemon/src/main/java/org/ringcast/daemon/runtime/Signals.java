package org.ringcast.daemon.runtime;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;

/**
 * Signals of the operating system. The JDK has no public interface for them; its module {@code jdk.unsupported} has one that
 * every JDK ships, reached by reflection so that the daemon also runs where it is missing (signals then end the JVM the usual
 * way, without an orderly end).
 */
public final class Signals {
    /** What came of installing a handler. */
    public enum Outcome {
        /** The handler will be called. */
        INSTALLED,
        /** The process was started with this signal ignored, and it stays ignored. */
        IGNORED_FROM_THE_START,
        /** This JVM does not let the program have the signal. */
        UNAVAILABLE
    }

    private Signals() {}

    /**
     * Installs a handler; it runs on a thread of its own.
     *
     * <p>A signal that was ignored when the process was started stays so: the JVM leaves it alone, whoever asks. Shells
     * start commands with {@code &} like that, SIGINT being ignored, and so does {@code nohup} with SIGHUP.
     *
     * @param name without "SIG"
     * @return what came of it
     */
    public static Outcome handle(String name, Runnable handler) {
        try {
            Class<?> signalClass = Class.forName("sun.misc.Signal");
            Class<?> handlerClass = Class.forName("sun.misc.SignalHandler");
            InvocationHandler call = (proxy, method, arguments) -> switch (method.getName()) {
                case "handle" -> {
                    handler.run();
                    yield null;
                }
                case "equals" -> proxy == arguments[0];
                case "hashCode" -> System.identityHashCode(proxy);
                default -> "handler of SIG" + name;
            };
            Object signal = signalClass.getConstructor(String.class).newInstance(name);
            Object target = Proxy.newProxyInstance(Signals.class.getClassLoader(), new Class<?>[] {handlerClass}, call);
            Object before =
                    signalClass.getMethod("handle", signalClass, handlerClass).invoke(null, signal, target);
            Object ignored = handlerClass.getField("SIG_IGN").get(null);
            return before == ignored ? Outcome.IGNORED_FROM_THE_START : Outcome.INSTALLED;
        } catch (ReflectiveOperationException | IllegalArgumentException e) {
            return Outcome.UNAVAILABLE;
        }
    }
}
