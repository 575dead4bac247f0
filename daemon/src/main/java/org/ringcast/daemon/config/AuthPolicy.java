package org.ringcast.daemon.config;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which authentication methods clients may and must pass, from {@code AllowedAuthMethods} and {@code RequiredAuthMethods}.
 *
 * @param enabled methods that a client may choose, in the order in which they are offered
 * @param required methods that run for every client in addition to what it chose
 * @param unknown names in the file that are no methods
 */
public record AuthPolicy(List<Method> enabled, List<Method> required, List<String> unknown) {
    /** The methods, in the order in which clients see them. */
    public enum Method {
        /** Lets everybody pass. */
        NULL,
        /** Looks the client's address up in an {@link AccessList}. */
        IP,
        /** Asks for user name and password; only specially built Spread daemons know it. */
        PWORD
    }

    public AuthPolicy {
        enabled = List.copyOf(enabled);
        required = List.copyOf(required);
        unknown = List.copyOf(unknown);
    }

    /** The policy that options ask for. Without either option NULL is enabled; with one of them nothing is by itself. */
    public static AuthPolicy of(Options options) {
        boolean written = options.isExplicit(SpreadOption.ALLOWED_AUTH_METHODS)
                || options.isExplicit(SpreadOption.REQUIRED_AUTH_METHODS);
        List<String> allowed = written ? options.allowedAuthMethods() : List.of(Method.NULL.name());
        List<String> required = options.requiredAuthMethods();
        List<String> unknown = new ArrayList<>();
        Stream.concat(allowed.stream(), required.stream())
                .filter(n -> named(n) == null && !unknown.contains(n))
                .forEach(unknown::add);
        return new AuthPolicy(methods(allowed), methods(required), unknown);
    }

    private static List<Method> methods(List<String> names) {
        return Stream.of(Method.values()).filter(m -> names.contains(m.name())).toList();
    }

    /** The method with a name, exact case, or null. */
    public static Method named(String name) {
        for (Method method : Method.values()) {
            if (method.name().equals(name)) {
                return method;
            }
        }
        return null;
    }

    /** The list that is offered to a client: each enabled name followed by a blank. Empty: nobody can connect. */
    public String offer() {
        return enabled.stream().map(m -> m.name() + " ").collect(Collectors.joining());
    }

    /** The names in an option's value. Only blanks separate them: a tab is part of a name. */
    static List<String> names(String value) {
        return Stream.of(value.split(" ", -1)).filter(n -> !n.isEmpty()).toList();
    }
}
