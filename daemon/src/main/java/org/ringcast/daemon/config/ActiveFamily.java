package org.ringcast.daemon.config;

/** The address family of the file that is being read: unknown until ActiveIPVersion or the first daemon fixes it. */
final class ActiveFamily {
    private IpFamily family;

    /** The family, or null while it is not known. */
    IpFamily get() {
        return family;
    }

    /** ActiveIPVersion says so. */
    void declare(Token word, TokenStream tokens) throws ConfigError {
        IpFamily declared = word.string().equals(IpFamily.IPV4.word())
                ? IpFamily.IPV4
                : word.string().equals(IpFamily.IPV6.word()) ? IpFamily.IPV6 : null;
        if (declared == null) {
            throw tokens.error(word, "Invalid ActiveIPVersion specified.  Value must be 'IPv4' or 'IPv6'", "");
        }
        if (family != null && family != declared) {
            throw tokens.error(
                    ConfigError.Stage.OPTION,
                    word,
                    "Conf_set_active_ip_version: active IP version already differently specified: " + family.number()
                            + " vs. " + declared.number(),
                    "what stands before it is " + family.word());
        }
        family = declared;
    }

    /** A daemon has an address of this family. False if the file has another one. */
    boolean accept(IpFamily ofDaemon) {
        if (family == null) {
            family = ofDaemon;
        }
        return family == ofDaemon;
    }
}
