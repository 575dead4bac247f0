package org.ringcast.arch;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnitAccess;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Holds what depends on what. The core's rules are the ones that matter most: a core without clock, input, output and
 * chance is what lets the simulator replay a run from its seed.
 */
final class ArchitectureTest {
    private static final String CORE = "org.ringcast.daemon.core..";
    private static final String WIRE = "org.ringcast.daemon.wire..";
    private static final String CONFIG = "org.ringcast.daemon.config..";
    private static final String DAEMON = "org.ringcast.daemon..";
    private static final String PROTOCOL = "org.ringcast.protocol..";

    /** Types of java.lang and java.util that the core must not touch at all. */
    private static final Set<String> BANNED_IN_CORE = Set.of(
            // threads and processes
            "java.lang.Thread",
            "java.lang.ThreadLocal",
            "java.lang.Runtime",
            "java.lang.Process",
            "java.lang.ProcessBuilder",
            "java.util.Timer",
            "java.util.TimerTask",
            // the clock
            "java.util.Date",
            "java.util.Calendar",
            "java.util.GregorianCalendar",
            // order of iteration depends on the run: use LinkedHashMap, LinkedHashSet, TreeMap, EnumMap or arrays
            "java.util.HashMap",
            "java.util.HashSet",
            "java.util.IdentityHashMap",
            "java.util.WeakHashMap",
            "java.util.Hashtable",
            // the machine's settings
            "java.util.ServiceLoader",
            "java.util.Scanner");

    /** These make HashMaps and HashSets, unless they are given a factory of maps as one more parameter. */
    private static final Set<String> UNORDERED_COLLECTORS =
            Set.of("toSet", "toUnmodifiableSet", "toMap", "toUnmodifiableMap", "groupingBy");

    private static JavaClasses code;

    @BeforeAll
    static void importCode() {
        code = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("org.ringcast", "spread");
    }

    /** Rules over an empty import would all pass; see that the modules were found. */
    @Test
    void allModulesAreImported() {
        assertThat(code.contain("org.ringcast.daemon.DaemonMain")).isTrue();
        assertThat(code.that(resideInAPackage(PROTOCOL))).isNotEmpty();
    }

    @Test
    void coreUsesOnlyWireProtocolBuffersAndTheLanguage() {
        check(
                classes()
                        .that()
                        .resideInAPackage(CORE)
                        .should()
                        .onlyDependOnClassesThat(resideInAnyPackage(
                                CORE, WIRE, "org.ringcast.protocol", "io.netty.buffer", "java.lang..", "java.util..")),
                "the real daemon and the simulator run the same core (docs/architecture.md)");
    }

    @Test
    void coreHasNoThreadsClocksOrUnorderedCollections() {
        check(
                noClasses()
                        .that()
                        .resideInAPackage(CORE)
                        .should()
                        .dependOnClassesThat(describe(
                                "are threads, clocks or unordered collections",
                                type -> BANNED_IN_CORE.contains(type.getName()))),
                "the core is single-threaded, and a seed replays exactly");
    }

    @Test
    void coreIsNotConcurrent() {
        check(
                noClasses()
                        .that()
                        .resideInAPackage(CORE)
                        .should()
                        .dependOnClassesThat(resideInAnyPackage("java.util.concurrent..", "java.lang.ref..")
                                .and(describe(
                                        "are not TimeUnit",
                                        type -> !type.getName().startsWith("java.util.concurrent.TimeUnit")))),
                "the core is single-threaded; java.util.concurrent.TimeUnit alone is allowed");
    }

    @Test
    void coreDoesNotCallClockChanceOrUnorderedFactories() {
        check(
                noClasses()
                        .that()
                        .resideInAPackage(CORE)
                        .should()
                        .accessTargetWhere(describe(
                                "reads a clock, uses chance that was not passed in, or makes a collection without order",
                                ArchitectureTest::dependsOnTheRun)),
                "time and chance are handed to the core; order must not depend on the run");
    }

    @Test
    void wireDoesNoInputOrOutput() {
        check(
                noClasses()
                        .that()
                        .resideInAPackage(WIRE)
                        .should()
                        .dependOnClassesThat(resideInAnyPackage("java.io..", "java.nio.channels..", "org.slf4j..")
                                .or(resideInAPackage("io.netty..").and(not("io.netty.buffer..", "io.netty.util..")))
                                .or(resideInAPackage(DAEMON).and(not(WIRE, CONFIG)))),
                "a codec turns bytes into values and back, for the core, the adapters and the tools alike");
    }

    @Test
    void configKnowsNothingThatRuns() {
        check(
                noClasses()
                        .that()
                        .resideInAPackage(CONFIG)
                        .should()
                        .dependOnClassesThat(resideInAnyPackage(
                                "org.ringcast.daemon.net..",
                                "org.ringcast.daemon.session..",
                                "org.ringcast.daemon.admin..",
                                "org.ringcast.daemon.runtime..")),
                "the tools read the configuration, too");
    }

    @Test
    void onlyTheCompositionRootAndTheTestsUseTheMainPackage() {
        check(
                noClasses()
                        .that()
                        .resideInAPackage("org.ringcast.daemon.*..")
                        .should()
                        .dependOnClassesThat(resideInAPackage("org.ringcast.daemon")),
                "org.ringcast.daemon puts the parts together; the parts do not know it");
    }

    @Test
    void clientLibraryNeedsOnlyJavaAndSlf4j() {
        check(
                classes()
                        .that()
                        .resideInAnyPackage("spread..", "org.ringcast.client..", PROTOCOL)
                        .should()
                        .onlyDependOnClassesThat(resideInAnyPackage(
                                "spread..", "org.ringcast.client..", PROTOCOL, "java..", "javax.net..", "org.slf4j..")),
                "a client library must not bring dependencies into its users' programs");
    }

    @Test
    void protocolDoesNoInputOrOutput() {
        check(
                noClasses()
                        .that()
                        .resideInAPackage(PROTOCOL)
                        .should()
                        .dependOnClassesThat(resideInAnyPackage(
                                "spread..",
                                "org.ringcast.client..",
                                "java.net..",
                                "java.nio.channels..",
                                "org.slf4j..")),
                "the client wire format is shared with the daemon's core");
    }

    @Test
    void toolsUseOnlyConfigAndWireOfTheDaemon() {
        check(
                noClasses()
                        .that()
                        .resideInAPackage("org.ringcast.monitor..")
                        .should()
                        .dependOnClassesThat(resideInAPackage(DAEMON).and(not(WIRE, CONFIG))),
                "a tool speaks to a daemon over the network and does not contain one");
    }

    private static boolean dependsOnTheRun(JavaAccess<?> access) {
        JavaClass owner = access.getTargetOwner();
        String method = access.getTarget().getName();
        int parameters = access instanceof JavaCodeUnitAccess<?> call
                ? call.getTarget().getRawParameterTypes().size()
                : -1;
        return switch (owner.getName()) {
            case "java.lang.System" -> !method.equals("arraycopy");
            case "java.lang.Math", "java.lang.StrictMath" -> method.equals("random");
            case "java.util.Random", "java.util.SplittableRandom" -> method.equals("<init>") && parameters == 0;
            case "java.util.UUID" -> method.equals("randomUUID");
            case "java.util.Collections" -> method.equals("shuffle") && parameters == 1;
            case "java.util.Set" -> method.equals("of") || method.equals("copyOf");
            case "java.util.Map" -> method.equals("of") || method.equals("ofEntries") || method.equals("copyOf");
            case "java.util.stream.Collectors" ->
                UNORDERED_COLLECTORS.contains(method) && parameters < (method.endsWith("Map") ? 4 : 3);
            default -> method.equals("parallelStream") || method.equals("parallel");
        };
    }

    private static DescribedPredicate<JavaClass> not(String... packages) {
        return DescribedPredicate.not(resideInAnyPackage(packages));
    }

    private static void check(ArchRule rule, String because) {
        rule.because(because).allowEmptyShould(true).check(code);
    }
}
