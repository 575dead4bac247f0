package org.ringcast.daemon.admin.http;

import io.netty.handler.codec.http.HttpResponseStatus;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** The page for people: one file that brings everything with it, and may run just the script and the style that are in it. */
final class OverviewPage {
    static final Page PAGE = load();

    private OverviewPage() {}

    private static Page load() {
        try (InputStream file = OverviewPage.class.getResourceAsStream("overview.html")) {
            byte[] bytes = file.readAllBytes();
            String html = new String(bytes, StandardCharsets.UTF_8);
            String policy = "default-src 'none'; connect-src 'self'; img-src data:; style-src " + hash(html, "style")
                    + "; script-src " + hash(html, "script")
                    + "; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
            return new Page(HttpResponseStatus.OK, "text/html; charset=utf-8", bytes, policy);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The hash of the one element of this name, as a source for a content security policy. */
    private static String hash(String html, String element) {
        int start = html.indexOf("<" + element + ">") + element.length() + 2;
        String content = html.substring(start, html.indexOf("</" + element + ">", start));
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(content.getBytes(StandardCharsets.UTF_8));
            return "'sha256-" + Base64.getEncoder().encodeToString(digest) + "'";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }
}
