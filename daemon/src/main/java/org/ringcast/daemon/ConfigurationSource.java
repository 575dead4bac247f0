package org.ringcast.daemon;

import java.nio.file.Path;
import java.util.Optional;
import org.ringcast.daemon.config.AccessList;
import org.ringcast.daemon.config.ConfigError;
import org.ringcast.daemon.config.Configuration;
import org.ringcast.daemon.config.Identity;
import org.ringcast.daemon.session.auth.PasswordFile;

/**
 * Where a daemon's configuration comes from, so that it can be read again. Called on a thread that may wait for disks and name
 * servers, one call at a time.
 */
public interface ConfigurationSource {
    /**
     * What was read.
     *
     * @param identity this daemon in the configuration; empty when it is not in it any more
     * @param access the access file, empty when there is none
     * @param passwords the password file, empty when there is none
     */
    record Reading(
            Configuration configuration,
            Optional<Identity> identity,
            Optional<AccessList> access,
            Optional<PasswordFile> passwords) {}

    /**
     * Reads everything again.
     *
     * @param me this daemon as the configuration in force has it
     * @throws ConfigError if something cannot be used
     */
    Reading read(Identity me) throws ConfigError;

    /** The file, if it is one that can be watched. */
    Optional<Path> file();

    /** The configuration is in force: what concerns the process and not the daemon can follow. */
    void onInForce(Configuration configuration);
}
