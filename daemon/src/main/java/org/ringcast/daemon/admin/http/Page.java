package org.ringcast.daemon.admin.http;

import io.netty.handler.codec.http.HttpResponseStatus;
import java.nio.charset.StandardCharsets;

/**
 * A response.
 *
 * @param contentSecurityPolicy what a browser may do with it
 */
// Written once, never compared.
@SuppressWarnings("ArrayRecordComponent")
record Page(HttpResponseStatus status, String contentType, byte[] bytes, String contentSecurityPolicy) {
    private static final String NOTHING = "default-src 'none'; frame-ancestors 'none'";

    static Page of(String contentType, byte[] bytes) {
        return new Page(HttpResponseStatus.OK, contentType, bytes, NOTHING);
    }

    /** One line. */
    static Page text(HttpResponseStatus status, String line) {
        return new Page(status, "text/plain; charset=utf-8", (line + "\n").getBytes(StandardCharsets.UTF_8), NOTHING);
    }
}
