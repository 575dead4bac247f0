package org.ringcast.arch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.LineMap;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Holds what every source file looks like, as far as formatter and compiler do not. */
final class TidyTest {
    /** About what a reader sees at once. */
    private static final int MAX_METHOD_LINES = 75;

    private static final int MAX_CORE_CLASS_LINES = 600;

    /** A word on what is to be done must follow. */
    private static final Pattern BARE_TODO = Pattern.compile("\\b(TODO|FIXME|XXX)\\b(?!\\W*\\w+\\W+\\w+)");

    private static final Set<String> SKIPPED_DIRECTORIES = Set.of("target", ".git", ".idea");

    private static Path top;
    private static List<Path> sources;

    @BeforeAll
    static void findSources() throws IOException {
        top = findTop();
        sources = new ArrayList<>();
        Files.walkFileTree(top, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                return SKIPPED_DIRECTORIES.contains(String.valueOf(directory.getFileName()))
                        ? FileVisitResult.SKIP_SUBTREE
                        : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (file.toString().endsWith(".java")) {
                    sources.add(file);
                }
                return FileVisitResult.CONTINUE;
            }
        });
        sources.sort(null);
    }

    @Test
    void sourcesAreFound() {
        assertThat(sources)
                .contains(top.resolve("daemon/src/main/java/org/ringcast/daemon/DaemonMain.java"))
                .contains(top.resolve("src-test-harness/src/test/java/org/ringcast/arch/TidyTest.java"));
    }

    /** One in any module will do: a test in the package of what it tests needs none of its own. */
    @Test
    void everyPackageSaysWhatItIsFor() throws IOException {
        TreeMap<String, Path> packages = new TreeMap<>();
        Set<String> explained = new TreeSet<>();
        for (Path source : sources) {
            String name = packageOf(source);
            packages.putIfAbsent(name, source);
            if (source.endsWith("package-info.java") && Files.readString(source).contains("/**")) {
                explained.add(name);
            }
        }
        packages.keySet().removeAll(explained);
        assertThat(packages)
                .as("packages without a package-info.java that explains them")
                .isEmpty();
    }

    @Test
    void filesEndWithNewlineAndHaveNoTabsOrBareTodos() throws IOException {
        List<String> faults = new ArrayList<>();
        for (Path source : sources) {
            String text = Files.readString(source, UTF_8);
            if (!text.endsWith("\n")) {
                faults.add(where(source, text.lines().count()) + "no newline at the end");
            }
            long line = 0;
            for (String content : text.lines().toList()) {
                line++;
                if (content.indexOf('\t') >= 0) {
                    faults.add(where(source, line) + "tab");
                }
                if (!source.endsWith("TidyTest.java")
                        && BARE_TODO.matcher(content).find()) {
                    faults.add(where(source, line) + "a note that does not say what is to be done");
                }
            }
        }
        assertThat(faults).isEmpty();
    }

    @Test
    void methodsAndCoreClassesAreShort() throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        List<String> faults = new ArrayList<>();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, UTF_8)) {
            JavacTask task = (JavacTask) compiler.getTask(
                    null, files, null, List.of("-proc:none"), null, files.getJavaFileObjectsFromPaths(sources));
            SourcePositions positions = Trees.instance(task).getSourcePositions();
            for (CompilationUnitTree unit : task.parse()) {
                new LengthScanner(unit, positions, faults).scan(unit, null);
            }
        }
        assertThat(faults).isEmpty();
    }

    private static final class LengthScanner extends TreePathScanner<Void, Void> {
        private final CompilationUnitTree unit;
        private final SourcePositions positions;
        private final List<String> faults;
        private final Path source;
        private final boolean inCore;

        LengthScanner(CompilationUnitTree unit, SourcePositions positions, List<String> faults) {
            this.unit = unit;
            this.positions = positions;
            this.faults = faults;
            this.source = Path.of(unit.getSourceFile().toUri());
            String name = String.valueOf(unit.getPackageName());
            this.inCore = (name + '.').startsWith("org.ringcast.daemon.core.")
                    && source.toString().contains("/src/main/");
        }

        @Override
        public Void visitMethod(MethodTree method, Void unused) {
            checkLength(method, "method " + method.getName(), MAX_METHOD_LINES);
            return super.visitMethod(method, null);
        }

        @Override
        public Void visitLambdaExpression(LambdaExpressionTree lambda, Void unused) {
            checkLength(lambda, "lambda", MAX_METHOD_LINES);
            return super.visitLambdaExpression(lambda, null);
        }

        @Override
        public Void visitClass(ClassTree type, Void unused) {
            if (inCore) {
                checkLength(type, "class " + type.getSimpleName(), MAX_CORE_CLASS_LINES);
            }
            return super.visitClass(type, null);
        }

        private void checkLength(Tree tree, String what, int limit) {
            LineMap lines = unit.getLineMap();
            long first = positions.getStartPosition(unit, tree);
            long last = positions.getEndPosition(unit, tree);
            if (first < 0 || last < 0) {
                return; // made by the compiler
            }
            long length = lines.getLineNumber(last) - lines.getLineNumber(first) + 1;
            if (length > limit) {
                faults.add(where(source, lines.getLineNumber(first)) + what + " has " + length + " lines, more than "
                        + limit);
            }
        }
    }

    private static String packageOf(Path source) {
        String path = source.toString().replace('\\', '/');
        int start = path.indexOf("/java/", path.indexOf("/src/")) + "/java/".length();
        return path.substring(start, path.lastIndexOf('/')).replace('/', '.');
    }

    private static String where(Path source, long line) {
        return top.relativize(source) + ":" + line + ": ";
    }

    private static Path findTop() {
        String given = System.getProperty("ringcast.top");
        if (given != null) {
            return Path.of(given).toAbsolutePath().normalize();
        }
        Path directory = Path.of("").toAbsolutePath();
        while (!Files.isDirectory(directory.resolve("client-lib"))) {
            directory = directory.getParent();
            if (directory == null) {
                throw new IllegalStateException("run this from inside the source tree");
            }
        }
        return directory;
    }
}
