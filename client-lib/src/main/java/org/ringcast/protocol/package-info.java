/**
 * Client wire format: everything that crosses the stream between an application and its daemon, as bytes.
 *
 * <p>Purpose: constants, value types, incremental parsers and encoders of the client protocol, used by the daemon's
 * session layer, by the daemon's group layer (which builds notifications) and by the client library. There is no IO, no
 * clock, no logging and no Netty here; everything works on {@code byte[]} and offsets.
 *
 * <p>Owning thread: none. Values are immutable; parsers and {@link org.ringcast.protocol.FrameHeader} views are mutable
 * and belong to whoever created them.
 *
 * <p>Entry classes: {@link org.ringcast.protocol.ConnectParser} (start of a session),
 * {@link org.ringcast.protocol.FrameHeader} (each message), {@link org.ringcast.protocol.MembershipBody}
 * (notifications). The byte layouts are told in docs/client-protocol.md.
 */
package org.ringcast.protocol;
