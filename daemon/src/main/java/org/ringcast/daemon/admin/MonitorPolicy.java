package org.ringcast.daemon.admin;

import org.ringcast.daemon.config.ExtensionOption;
import org.ringcast.daemon.config.ExtensionSettings;

/**
 * Which monitor requests are obeyed, beyond {@code DangerousMonitor}.
 *
 * @param secret requests that change something must be signed with it; empty: none need a signature
 * @param reloads whether reload requests are obeyed
 * @param fromAnywhere level 4: whether requests that change something may come from an address that is no daemon's
 * @param reflects level 5: whether a status reply goes to the daemon that the request names, and not only to its sender
 */
public record MonitorPolicy(String secret, boolean reloads, boolean fromAnywhere, boolean reflects) {
    /** The policy that a configuration states. */
    public static MonitorPolicy of(ExtensionSettings extensions) {
        return new MonitorPolicy(
                extensions.text(ExtensionOption.MONITOR_SECRET),
                extensions.text(ExtensionOption.MONITOR_RELOAD).equals("accept"),
                extensions.text(ExtensionOption.MONITOR_SOURCE).equals("any"),
                extensions.text(ExtensionOption.STATUS_REFLECTION).equals("accept"));
    }

    @Override
    public String toString() {
        return "MonitorPolicy[secret " + (secret.isEmpty() ? "none" : "set") + ", reloads " + reloads
                + ", fromAnywhere " + fromAnywhere + ", reflects " + reflects + "]";
    }
}
