package org.ringcast.daemon.config;

/**
 * What a configuration amounts to for one daemon: every derived value concluded, every range kept. The ring runs on these and
 * never on the options themselves.
 *
 * @param level which daemons can share the ring
 * @param hash goes into every packet, 32 bits without sign
 * @param me this daemon
 * @param myId its id at the level
 * @param acceleratedRing ring protocol in force
 * @param window packets per token rotation, ring wide, 1..32767
 * @param personalWindow packets per token visit, 1..window
 * @param acceleratedWindow packets that may follow the token, 0..personalWindow
 * @param wideArea whether the network counts as a wide-area one
 * @param timers membership timers
 * @param dangerousMonitor whether the monitor may partition, throttle and terminate
 * @param maxSessionMessages messages that may wait for a session
 * @param maxSessionBytes bytes that may wait for a session
 * @param maxConnections client connections at once
 * @param maxPacketBytes largest packet of data
 */
public record EffectiveSettings(
        ProtocolLevel level,
        int hash,
        Daemon me,
        int myId,
        boolean acceleratedRing,
        int window,
        int personalWindow,
        int acceleratedWindow,
        boolean wideArea,
        MembershipTimers timers,
        boolean dangerousMonitor,
        int maxSessionMessages,
        long maxSessionBytes,
        int maxConnections,
        int maxPacketBytes) {

    /** The settings of a daemon that starts. Without an {@code AcceleratedRing} line the original ring is in force. */
    public static EffectiveSettings atStart(Configuration configuration, Daemon me) {
        boolean wideArea = configuration.isWideArea();
        boolean accelerated = configuration.options().acceleratedRing().orElse(false);
        MembershipTimers timers = MembershipTimers.of(configuration.options(), wideArea);
        int maxPacketBytes = configuration.extensions().intNumber(ExtensionOption.MAX_PACKET_SIZE);
        return of(configuration, me, accelerated, wideArea, timers, maxPacketBytes);
    }

    /**
     * The settings after a reload. Timers, the kind of network and the size of packets stay those of the start. Without an
     * {@code AcceleratedRing} line the ring becomes accelerated unless it is a wide-area network, as with Spread daemons; or
     * it stays as it is, with {@code AcceleratedRingAtReload = keep}.
     *
     * @param configuration the new one
     * @param me this daemon in it
     */
    public EffectiveSettings afterReload(Configuration configuration, Daemon me) {
        boolean keeps = configuration
                .extensions()
                .text(ExtensionOption.ACCELERATED_RING_AT_RELOAD)
                .equals("keep");
        return afterReload(configuration, me, keeps ? acceleratedRing : !wideArea);
    }

    /**
     * The settings after a reload that Spread's daemons do not take part in, because no monitor asked for it: without an
     * {@code AcceleratedRing} line the ring stays as it is. It must not leave the others because somebody moved a log file.
     */
    public EffectiveSettings afterOwnReload(Configuration configuration, Daemon me) {
        return afterReload(configuration, me, acceleratedRing);
    }

    private EffectiveSettings afterReload(Configuration configuration, Daemon me, boolean acceleratedByDefault) {
        boolean accelerated = configuration.options().acceleratedRing().orElse(acceleratedByDefault);
        EffectiveSettings next = of(configuration, me, accelerated, wideArea, timers, maxPacketBytes);
        return new EffectiveSettings(
                level,
                next.hash,
                me,
                next.myId,
                accelerated,
                next.window,
                next.personalWindow,
                next.acceleratedWindow,
                wideArea,
                timers,
                next.dangerousMonitor,
                next.maxSessionMessages,
                next.maxSessionBytes,
                maxConnections,
                maxPacketBytes);
    }

    private static EffectiveSettings of(
            Configuration configuration,
            Daemon me,
            boolean accelerated,
            boolean wideArea,
            MembershipTimers timers,
            int maxPacketBytes) {
        Options options = configuration.options();
        int window = Math.min(options.window(), ConfigValidator.MAX_WINDOW);
        int personal = Math.min(options.personalWindow(), window);
        return new EffectiveSettings(
                configuration.level(),
                ConfigurationHash.of(configuration, accelerated, maxPacketBytes),
                me,
                me.id(configuration.level()),
                accelerated,
                window,
                personal,
                Math.min(options.acceleratedWindow(), personal),
                wideArea,
                timers,
                options.isDangerousMonitor(),
                options.maxSessionMessages(),
                configuration.extensions().number(ExtensionOption.MAX_SESSION_BYTES),
                configuration.extensions().intNumber(ExtensionOption.MAX_CONNECTIONS),
                maxPacketBytes);
    }
}
