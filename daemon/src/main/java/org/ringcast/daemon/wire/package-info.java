/**
 * The packets that daemons send to each other: one flyweight and one validator for each kind of packet. The layouts are in
 * docs/protocol/packets.md.
 *
 * <p>To read a datagram: {@link org.ringcast.daemon.wire.PacketKind#onDataPort} or {@code onTokenPort} tells what it is;
 * {@code PacketHeader.validateHeader} or {@code TokenHeader.validateHeader} checks what is needed to look at hash and ids; {@link
 * org.ringcast.daemon.wire.WireValidator} checks the rest; then the flyweight of the kind is wrapped around the bytes. To write
 * one: the flyweight's {@code wrapNew}, then its setters.
 *
 * <p>Owning thread: the caller's; flyweights are mutable and not shared. Entry class: {@link
 * org.ringcast.daemon.wire.WireValidator}.
 */
package org.ringcast.daemon.wire;
