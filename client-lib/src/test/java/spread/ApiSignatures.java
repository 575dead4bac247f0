package spread;

import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What other classes can see of a class: one line for each public or protected member, and for the class itself. Two
 * classes with equal lines can be exchanged without compiling anything again, and mostly without a change of sources.
 */
final class ApiSignatures {
    /** All public types of the drop-in package. */
    static final List<String> TYPES = List.of(
            "spread.AdvancedMessageListener",
            "spread.BasicMessageListener",
            "spread.GroupID",
            "spread.MembershipInfo",
            "spread.MembershipInfo$VirtualSynchronySet",
            "spread.MessageFactory",
            "spread.NULLAuth",
            "spread.SpreadAuthInterface",
            "spread.SpreadConnection",
            "spread.SpreadException",
            "spread.SpreadGroup",
            "spread.SpreadMessage",
            "spread.SpreadVersion");

    private ApiSignatures() {}

    /** Lines for all types, as the loader has them. */
    static Set<String> of(ClassLoader loader) throws ReflectiveOperationException {
        Set<String> lines = new TreeSet<>();
        for (String type : TYPES) {
            describe(Class.forName(type, true, loader), lines);
        }
        return lines;
    }

    private static void describe(Class<?> type, Set<String> lines) throws ReflectiveOperationException {
        String prefix = type.getName() + ": ";
        Class<?> parent = type.getSuperclass();
        lines.add(prefix
                + visible(type.getModifiers())
                + (type.isInterface() ? "interface" : "class")
                + (parent == null ? "" : " extends " + parent.getName()));
        for (Class<?> implemented : type.getInterfaces()) {
            lines.add(prefix + "implements " + implemented.getName());
        }
        for (Field field : type.getDeclaredFields()) {
            if (isApi(field.getModifiers()) && !field.isSynthetic()) {
                lines.add(prefix + visible(field.getModifiers())
                        + field.getType().getTypeName() + " " + field.getName() + value(field));
            }
        }
        for (Constructor<?> constructor : type.getDeclaredConstructors()) {
            if (isApi(constructor.getModifiers()) && !constructor.isSynthetic()) {
                lines.add(prefix + visible(constructor.getModifiers()) + "<init>"
                        + parameters(constructor.getParameterTypes(), constructor.getExceptionTypes()));
            }
        }
        for (Method method : type.getDeclaredMethods()) {
            if (isApi(method.getModifiers()) && !method.isSynthetic()) {
                lines.add(prefix + visible(method.getModifiers())
                        + method.getReturnType().getTypeName() + " " + method.getName()
                        + parameters(method.getParameterTypes(), method.getExceptionTypes()));
            }
        }
    }

    private static boolean isApi(int modifiers) {
        return Modifier.isPublic(modifiers) || Modifier.isProtected(modifiers);
    }

    private static String visible(int modifiers) {
        int shown = modifiers
                & (Modifier.PUBLIC | Modifier.PROTECTED | Modifier.STATIC | Modifier.FINAL | Modifier.ABSTRACT);
        return shown == 0 ? "" : Modifier.toString(shown) + " ";
    }

    private static String value(Field field) throws ReflectiveOperationException {
        boolean constant = Modifier.isStatic(field.getModifiers()) && Modifier.isFinal(field.getModifiers());
        if (!constant) {
            return "";
        }
        field.setAccessible(true);
        return " = " + field.get(null);
    }

    private static String parameters(Class<?>[] types, Class<?>[] exceptions) {
        String thrown = Arrays.stream(exceptions).map(Class::getName).sorted().collect(Collectors.joining(", "));
        return Arrays.stream(types).map(Class::getTypeName).collect(Collectors.joining(", ", "(", ")"))
                + (thrown.isEmpty() ? "" : " throws " + thrown);
    }
}
