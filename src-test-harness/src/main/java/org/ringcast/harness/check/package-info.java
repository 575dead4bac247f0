/**
 * Checkers of what a ring of daemons promises: extended virtual synchrony between daemons (EVS), the order of messages and
 * views at clients (groups), and the short list that holds for any client log (clients). They look at a
 * {@link org.ringcast.harness.check.history.History} and share no code with the daemon. Any thread; enter by
 * {@link org.ringcast.harness.check.Checkers}.
 */
package org.ringcast.harness.check;
