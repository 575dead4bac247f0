/**
 * Client side of Ringcast beyond the drop-in classes of package {@code spread}.
 *
 * <p>Owning thread: none, values only. Entry class: {@link org.ringcast.client.DaemonAddress}.
 */
package org.ringcast.client;
