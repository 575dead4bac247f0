/**
 * A network of namespaces on one Linux machine: one node a namespace, all of them on one switch, with cuts between any two
 * nodes in either direction.
 *
 * <p>Owning thread: the test. Entry: {@link org.ringcast.harness.netns.Namespaces}.
 */
package org.ringcast.harness.netns;
