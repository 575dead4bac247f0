/**
 * What a run leaves behind for the checkers: events of daemons and of clients as plain records, independent of the daemon's
 * code. Whoever runs daemons (simulator, scenarios, real processes, readers of recorded logs) feeds a
 * {@link org.ringcast.harness.check.history.HistorySink}; enter by {@link org.ringcast.harness.check.history.History}, which
 * keeps all of it. Not thread-safe: one thread feeds one history.
 */
package org.ringcast.harness.check.history;
