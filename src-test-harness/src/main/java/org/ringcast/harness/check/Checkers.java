package org.ringcast.harness.check;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.ringcast.harness.check.history.History;

/** Runs all checkers over a history. */
public final class Checkers {
    private Checkers() {}

    /** All promises: between daemons, and between clients. */
    public static List<Violation> check(History history, CheckOptions options) {
        Violations violations = new Violations();
        daemons(history, options, violations);
        clients(history, options, violations);
        return violations.found();
    }

    /** The promises between daemons: EVS P1 to P18. */
    public static List<Violation> checkDaemons(History history, CheckOptions options) {
        Violations violations = new Violations();
        daemons(history, options, violations);
        return violations.found();
    }

    /** The promises between clients: groups P1 to P20, clients C1 to C6. */
    public static List<Violation> checkClients(History history, CheckOptions options) {
        Violations violations = new Violations();
        clients(history, options, violations);
        return violations.found();
    }

    /** The predicates that are broken. */
    public static Set<Predicate> predicates(List<Violation> violations) {
        return violations.stream()
                .map(Violation::predicate)
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Predicate.class)));
    }

    private static void daemons(History history, CheckOptions options, Violations violations) {
        RingPeriods periods = RingPeriods.split(history, violations);
        RingSends sends = new RingSends(periods);
        RingIds.check(history, violations);
        RingTogether.check(periods, violations);
        sends.check(violations);
        RingOrder.check(periods, sends, violations);
        RingSafe.check(periods, violations);
        RingLiveness.check(history, options, violations);
    }

    private static void clients(History history, CheckOptions options, Violations violations) {
        SentMessages sent = new SentMessages(history);
        Deliveries deliveries = new Deliveries(history);
        ViewTable views = new ViewTable(history);
        List<ClientCheck> checks = List.of(
                new ViewShapeCheck(history.daemons(), options, violations),
                new ViewStepCheck(history, options, violations),
                new MessageCheck(sent, options, violations),
                new ProgressCheck(history, options, deliveries, violations),
                new SynchronyCheck(options, views, violations),
                new SafeCheck(history, deliveries, views, violations));
        ClientReplay.run(history, checks);
        ViewAgreement.check(history, views, violations);
        OrderCheck.check(history, views, violations);
    }
}
