/**
 * The client wire format: what a client and a daemon say to each other. Values and codecs only, no input or output.
 *
 * <p>Owning thread: none, everything here is immutable or owned by its caller.
 */
package org.ringcast.protocol;
