package org.ringcast.daemon.core.groups;

import org.ringcast.daemon.core.CoreSettings;

/** Settings of test daemons. */
public final class TestSettings {
    private int maxSessionMessages = 1000;
    private long maxSessionBytes = 64L << 20;
    private int maxSessions = 997;
    private CoreSettings.MemorySettings memory = CoreSettings.MemorySettings.UNLIMITED;

    public TestSettings maxSessionMessages(int messages) {
        maxSessionMessages = messages;
        return this;
    }

    public TestSettings maxSessionBytes(long bytes) {
        maxSessionBytes = bytes;
        return this;
    }

    public TestSettings maxSessions(int sessions) {
        maxSessions = sessions;
        return this;
    }

    /** Limits on memberships. */
    public TestSettings maxGroups(int perSession, long ofAllSessions) {
        memory = new CoreSettings.MemorySettings(perSession, ofAllSessions, Long.MAX_VALUE);
        return this;
    }

    public CoreSettings build() {
        return new CoreSettings(
                5,
                0x12345678,
                160,
                20,
                false,
                0,
                false,
                false,
                CoreSettings.TimerSettings.LAN,
                new CoreSettings.SessionSettings(maxSessionMessages, maxSessionBytes, maxSessions, memory));
    }
}
