package org.ringcast.daemon;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import org.ringcast.daemon.config.AccessList;
import org.ringcast.daemon.config.Configuration;
import org.ringcast.daemon.config.Identity;
import org.ringcast.daemon.net.IoTransport;
import org.ringcast.daemon.observe.EventLog;
import org.ringcast.daemon.session.auth.PasswordFile;

/**
 * What a daemon needs to know to start.
 *
 * @param configuration read and checked
 * @param identity which of its daemons this one is
 * @param access the access file, for the method IP; empty when there is none
 * @param passwords the password file, for the method PWORD; empty when there is none
 * @param log the event log
 * @param sessionLog file of the membership and session log, empty for none
 * @param io transport for all sockets
 * @param clock the wall clock
 * @param source where the configuration can be read again; empty when it cannot
 */
public record DaemonSetup(
        Configuration configuration,
        Identity identity,
        Optional<AccessList> access,
        Optional<PasswordFile> passwords,
        EventLog log,
        Optional<Path> sessionLog,
        IoTransport io,
        InstantSource clock,
        Optional<ConfigurationSource> source) {

    /** A daemon that does not read its configuration again. */
    public DaemonSetup(
            Configuration configuration,
            Identity identity,
            Optional<AccessList> access,
            Optional<PasswordFile> passwords,
            EventLog log,
            Optional<Path> sessionLog,
            IoTransport io,
            InstantSource clock) {
        this(configuration, identity, access, passwords, log, sessionLog, io, clock, Optional.empty());
    }

    /** The same with a source. */
    public DaemonSetup withSource(ConfigurationSource newSource) {
        return new DaemonSetup(
                configuration, identity, access, passwords, log, sessionLog, io, clock, Optional.of(newSource));
    }

    /** With the best transport of this machine and its clock, without session log and files of clients. */
    public static DaemonSetup of(Configuration configuration, Identity identity, EventLog log) {
        return new DaemonSetup(
                configuration,
                identity,
                Optional.empty(),
                Optional.empty(),
                log,
                Optional.empty(),
                IoTransport.best(),
                InstantSource.system());
    }
}
