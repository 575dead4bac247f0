/**
 * The monitor protocol between daemons and monitors, each side against the other, against recordings, and against Spread's own
 * programs where they are installed. Tests carry the numbers of the checks of docs/checks.md, "Monitor".
 */
package org.ringcast.harness.monitor;
