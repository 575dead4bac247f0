package org.ringcast.daemon.config;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Way in: from a file, or from bytes, to a {@link Configuration}. A loader has no state, so a reload that fails leaves
 * nothing behind.
 */
public final class ConfigurationLoader {
    private final HostResolver resolver;
    private final ExtensionSettings overrides;

    /**
     * @param resolver looks up daemons that have no address, and zones
     * @param overrides extension options of the command line, {@link ExtensionSettings#DEFAULTS} for none
     */
    public ConfigurationLoader(HostResolver resolver, ExtensionSettings overrides) {
        this.resolver = resolver;
        this.overrides = overrides;
    }

    /**
     * Reads a configuration.
     *
     * @param file its name, for messages
     * @param content its bytes
     * @throws ConfigError if it cannot be used
     */
    public Configuration parse(String file, byte[] content) throws ConfigError {
        if (content.length > ConfigFiles.MAX_CONFIGURATION_BYTES) {
            throw ConfigFiles.tooLarge(file, ConfigFiles.MAX_CONFIGURATION_BYTES);
        }
        return new ConfigParser(file, content, resolver, overrides).parse();
    }

    /**
     * Finds and reads the configuration file.
     *
     * @param explicit the file that {@code -c} names, if it does
     * @param files where to look
     * @throws ConfigError if there is none or it cannot be used
     */
    public Configuration load(Optional<Path> explicit, ConfigFiles files) throws ConfigError {
        Path file = files.find(explicit);
        return parse(file.toString(), ConfigFiles.read(file, ConfigFiles.MAX_CONFIGURATION_BYTES));
    }
}
