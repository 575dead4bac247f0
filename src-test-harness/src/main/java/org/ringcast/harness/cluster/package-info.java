/**
 * Rings of real daemon processes, ours and installed Spread ones, with clients that write down what they ask for and what they
 * receive, for the checkers of {@link org.ringcast.harness.check}.
 *
 * <p>Owning thread: the test; clients have threads of their own and hand their events to a
 * {@link org.ringcast.harness.cluster.RunLog}. Entry: {@link org.ringcast.harness.cluster.Cluster},
 * {@link org.ringcast.harness.cluster.ClientHost}.
 */
package org.ringcast.harness.cluster;
