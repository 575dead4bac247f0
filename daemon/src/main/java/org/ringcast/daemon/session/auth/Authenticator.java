package org.ringcast.daemon.session.auth;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.ringcast.daemon.config.AccessList;
import org.ringcast.daemon.config.AuthPolicy;
import org.ringcast.daemon.core.CoreLog;
import org.ringcast.protocol.LogText;

/**
 * Which methods clients may choose and which everybody has to pass; see docs/client-protocol.md, authentication.
 * Immutable.
 */
public final class Authenticator {
    /** Methods in the order in which they are offered. */
    private static final List<String> REGISTRATION_ORDER = List.of("NULL", "IP", "PWORD");

    private final Map<String, AuthMethod> known = new TreeMap<>();
    private final List<AuthMethod> enabled;
    private final List<AuthMethod> required;

    /**
     * Names that no method has are ignored; the configuration has warned about them.
     *
     * @param methods all methods there are besides NULL
     * @param enabledNames methods a client may choose
     * @param requiredNames methods every client has to pass, chosen or not
     */
    public Authenticator(List<AuthMethod> methods, List<String> enabledNames, List<String> requiredNames) {
        NullMethod nullMethod = new NullMethod();
        known.put(nullMethod.name(), nullMethod);
        for (AuthMethod method : methods) {
            known.put(method.name(), method);
        }
        this.enabled = inRegistrationOrder(enabledNames);
        this.required = inRegistrationOrder(requiredNames);
    }

    /**
     * The methods of a configuration.
     *
     * @param access the access file, empty when there is none
     * @param passwords the password file, empty when there is none
     */
    public static Authenticator of(
            AuthPolicy policy, Optional<AccessList> access, Optional<PasswordFile> passwords, CoreLog log) {
        return new Authenticator(
                List.of(new IpMethod(access, log), new PasswordMethod(passwords, log)),
                policy.enabled().stream().map(AuthPolicy.Method::name).toList(),
                policy.required().stream().map(AuthPolicy.Method::name).toList());
    }

    private List<AuthMethod> inRegistrationOrder(List<String> names) {
        List<AuthMethod> found = new ArrayList<>();
        for (String name : REGISTRATION_ORDER) {
            if (names.contains(name) && known.containsKey(name)) {
                found.add(known.get(name));
            }
        }
        return List.copyOf(found);
    }

    /** Names to offer, in order; nobody gets in when there is none. */
    public List<String> offeredNames() {
        return enabled.stream().map(AuthMethod::name).toList();
    }

    /**
     * Judges the choice of a client: what it named, in its order, each once, then what is required besides.
     *
     * @param chosen names from the slots of the choice
     * @param mailbox number of the connection for the log
     */
    public AuthDecision decide(List<String> chosen, int mailbox) {
        List<AuthMethod> methods = new ArrayList<>();
        for (String name : chosen) {
            AuthMethod method = known.get(name);
            if (method == null || !enabled.contains(method)) {
                return AuthDecision.denied(
                        "Sess_recv_client_auth: received non-allowed auth method %s, closing session %d on mailbox %d"
                                .formatted(name, mailbox, mailbox),
                        "it chose method " + LogText.oneLine(name) + ", AllowedAuthMethods has " + offer());
            }
            addOnce(methods, method);
        }
        if (methods.isEmpty()) {
            return AuthDecision.denied(
                    "Sess_recv_client_auth: no valid auth_methods set or received, closing session "
                            + "%d on mailbox %d".formatted(mailbox, mailbox),
                    "it chose no method, AllowedAuthMethods has " + offer());
        }
        required.forEach(method -> addOnce(methods, method));
        return AuthDecision.run(methods);
    }

    /**
     * Judges a client of a library before 3.16, which can neither choose nor talk to a method: IP when it may be chosen,
     * else NULL, then what is required besides. A required method that needs an exchange keeps such clients out.
     */
    public AuthDecision decideForOldLibrary(int mailbox) {
        List<AuthMethod> methods = new ArrayList<>();
        for (AuthMethod method : enabled) {
            if (method.name().equals("IP")) {
                methods.add(method);
            }
        }
        if (methods.isEmpty()) {
            enabled.stream().filter(method -> method.name().equals("NULL")).forEach(methods::add);
        }
        if (methods.isEmpty()) {
            return AuthDecision.denied(
                    "Sess_recv_client_auth: no auth method for a library without authentication, "
                            + "closing session %d on mailbox %d".formatted(mailbox, mailbox),
                    "its library is older than 3.16 and can only do NULL and IP, AllowedAuthMethods has " + offer());
        }
        for (AuthMethod method : required) {
            if (method.credentialBytes() > 0) {
                return AuthDecision.denied(
                        "Sess_recv_client_auth: library cannot do required auth method %s, closing session %d on mailbox %d"
                                .formatted(method.name(), mailbox, mailbox),
                        "its library is older than 3.16 and cannot do the required method " + method.name());
            }
            addOnce(methods, method);
        }
        return AuthDecision.run(methods);
    }

    private String offer() {
        return enabled.isEmpty() ? "none" : String.join(" ", offeredNames());
    }

    private static void addOnce(List<AuthMethod> methods, AuthMethod method) {
        if (!methods.contains(method)) {
            methods.add(method);
        }
    }
}
