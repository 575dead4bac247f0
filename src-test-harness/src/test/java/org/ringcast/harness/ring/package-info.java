/**
 * The ring driven by what real daemons sent, compared with what they sent back.
 *
 * <p>Owning thread: the test's.
 */
package org.ringcast.harness.ring;
