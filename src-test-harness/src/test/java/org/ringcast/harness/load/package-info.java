/**
 * The load generator can be trusted: it counts what was delivered, and it sees when receivers disagree.
 *
 * <p>Owning thread: the test. Entry: {@link org.ringcast.harness.load.LoadRunTest}.
 */
package org.ringcast.harness.load;
