package org.ringcast.daemon.net;

import io.netty.channel.ChannelException;
import io.netty.channel.unix.Errors;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** System errors and addresses in the form of the log. */
public final class SocketErrors {
    private SocketErrors() {}

    /** {@code 98: Address already in use}; without the number when the transport does not tell it. */
    public static String describe(Throwable error) {
        String text = String.valueOf(error.getMessage());
        String reason = text.substring(text.lastIndexOf(": ") < 0 ? 0 : text.lastIndexOf(": ") + 2);
        if (error instanceof Errors.NativeIoException io) {
            return -io.expectedErr() + ": " + reason;
        }
        return error instanceof ChannelException ? reason : text;
    }

    /** {@code [ADDRESS]:PORT}. */
    public static String describe(InetSocketAddress address) {
        return "[" + describe(address.getAddress()) + "]:" + address.getPort();
    }

    /** The numeric address, without a zone. */
    public static String describe(InetAddress address) {
        String text = address.getHostAddress();
        int zone = text.indexOf('%');
        return address instanceof Inet6Address && zone >= 0 ? text.substring(0, zone) : text;
    }
}
