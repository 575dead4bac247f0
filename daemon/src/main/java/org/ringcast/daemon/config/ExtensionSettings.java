package org.ringcast.daemon.config;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Values of all {@link ExtensionOption}s, with defaults filled in. Immutable. */
public final class ExtensionSettings {
    /** Nothing set. */
    public static final ExtensionSettings DEFAULTS = new ExtensionSettings(Map.of());

    private static final String COMMAND_LINE = "command line";

    /** Where a value comes from. */
    public enum Origin {
        DEFAULT,
        FILE,
        COMMAND_LINE
    }

    /**
     * A value and where it comes from.
     *
     * @param value Long, Boolean or String
     * @param origin who said so
     * @param position in the file, {@link Position#NONE} unless the origin is FILE
     */
    public record Setting(Object value, Origin origin, Position position) {}

    private final Map<ExtensionOption, Setting> settings;

    private ExtensionSettings(Map<ExtensionOption, Setting> explicit) {
        Map<ExtensionOption, Setting> all = new EnumMap<>(ExtensionOption.class);
        for (ExtensionOption option : ExtensionOption.values()) {
            all.put(option, new Setting(option.defaultValue(), Origin.DEFAULT, Position.NONE));
        }
        all.putAll(explicit);
        settings = Collections.unmodifiableMap(all);
    }

    /**
     * Settings from the command line.
     *
     * @param assignments one {@code Name=Value} each
     * @throws ConfigError for an unknown name or a value that the option does not take
     */
    public static ExtensionSettings parseOverrides(List<String> assignments) throws ConfigError {
        Map<ExtensionOption, Setting> explicit = new EnumMap<>(ExtensionOption.class);
        for (String assignment : assignments) {
            int equals = assignment.indexOf('=');
            String name =
                    equals < 0 ? assignment : assignment.substring(0, equals).strip();
            ExtensionOption option = ExtensionOption.byName(name);
            if (option == null) {
                String near = ExtensionOption.nearest(name);
                throw commandLineError(
                        "no option '" + name + "'", near.isEmpty() ? "there are " + ExtensionOption.names() : near);
            }
            if (equals < 0) {
                throw commandLineError("no value for " + name, "write --set " + name + "=VALUE");
            }
            try {
                Object value =
                        option.type().parse(assignment.substring(equals + 1).strip());
                explicit.put(option, new Setting(value, Origin.COMMAND_LINE, Position.NONE));
            } catch (IllegalArgumentException e) {
                throw commandLineError(name + ": " + e.getMessage(), "it takes " + option.valueDescription());
            }
        }
        return new ExtensionSettings(explicit);
    }

    private static ConfigError commandLineError(String text, String hint) {
        return new ConfigError(ConfigError.Stage.COMMAND_LINE, COMMAND_LINE, text, hint);
    }

    /** These settings with some more from a file. What these have from the command line stays. */
    ExtensionSettings withFile(Map<ExtensionOption, Setting> fromFile) {
        Map<ExtensionOption, Setting> explicit = new EnumMap<>(fromFile);
        settings.forEach((option, setting) -> {
            if (setting.origin() == Origin.COMMAND_LINE) {
                explicit.put(option, setting);
            }
        });
        return new ExtensionSettings(explicit);
    }

    /** Options whose values differ; where they come from does not count. */
    public Set<ExtensionOption> differences(ExtensionSettings other) {
        Set<ExtensionOption> changed = EnumSet.noneOf(ExtensionOption.class);
        for (ExtensionOption option : ExtensionOption.values()) {
            if (!setting(option).value().equals(other.setting(option).value())) {
                changed.add(option);
            }
        }
        return changed;
    }

    /** One option with its origin. */
    public Setting setting(ExtensionOption option) {
        return settings.get(option);
    }

    /**
     * A number, a size in bytes or a time in milliseconds.
     *
     * @throws ClassCastException if the option is of another type
     */
    public long number(ExtensionOption option) {
        return (Long) setting(option).value();
    }

    /**
     * {@link #number} for options whose range fits an int.
     *
     * @throws ArithmeticException if it does not fit
     */
    public int intNumber(ExtensionOption option) {
        return Math.toIntExact(number(option));
    }

    /** A yes or no. */
    public boolean flag(ExtensionOption option) {
        return (Boolean) setting(option).value();
    }

    /** A word or a text; one char per byte if it comes from a file. */
    public String text(ExtensionOption option) {
        return (String) setting(option).value();
    }

    /** Level of the ring. */
    public ProtocolLevel ringProtocol() {
        return text(ExtensionOption.RING_PROTOCOL).equals("4") ? ProtocolLevel.LEVEL_4 : ProtocolLevel.LEVEL_5;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ExtensionSettings that
                && Arrays.stream(ExtensionOption.values())
                        .allMatch(o -> setting(o).value().equals(that.setting(o).value()));
    }

    @Override
    public int hashCode() {
        return settings.values().stream().mapToInt(s -> s.value().hashCode()).sum();
    }
}
