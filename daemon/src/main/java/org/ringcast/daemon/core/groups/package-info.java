/**
 * Process groups: who is a member of which group, agreed between daemons, and the views that members see.
 *
 * <p>Owning thread: the ring loop.
 */
package org.ringcast.daemon.core.groups;
