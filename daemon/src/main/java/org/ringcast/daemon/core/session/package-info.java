/**
 * Client sessions as the core knows them: names, credit, back-pressure and what becomes of slow readers.
 *
 * <p>Owning thread: the ring loop.
 */
package org.ringcast.daemon.core.session;
