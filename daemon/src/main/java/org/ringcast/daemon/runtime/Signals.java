package org.ringcast.daemon.runtime;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;

/**
 * Signals of the operating system. The JDK has no public interface for them; its module {@code jdk.unsupported} has one that
 * every JDK ships, reached by reflection so that the daemon also runs where it is missing (signals then end the JVM the usual
 * way, without an orderly end).
 */
public final class Signals {
    private Signals() {}

    /**
     * Installs a handler; it runs on a thread of its own.
     *
     * @param name without "SIG"
     * @return false when this JVM does not let the program have the signal
     */
    public static boolean handle(String name, Runnable handler) {
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
            signalClass.getMethod("handle", signalClass, handlerClass).invoke(null, signal, target);
            return true;
        } catch (ReflectiveOperationException | IllegalArgumentException e) {
            return false;
        }
    }
}
