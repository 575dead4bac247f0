/**
 * Manual pages and completion for shells, made while the distribution is packed from what the commands say about themselves
 * and from docs/configuration.md. Entry: {@link org.ringcast.monitor.manual.ManualMain}.
 *
 * <p>Owning thread: whichever calls; nothing here is shared.
 */
package org.ringcast.monitor.manual;
