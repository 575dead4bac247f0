package org.ringcast.daemon.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/** A packet that a real daemon or monitor sent, from {@code wire/NAME.hex}: groups of hexadecimal digits, # for remarks. */
final class Sample {
    private static final HexFormat HEX = HexFormat.of();

    private final String name;
    private final byte[] bytes;

    private Sample(String name, byte[] bytes) {
        this.name = name;
        this.bytes = bytes;
    }

    static Sample load(String name) {
        String file = "/wire/" + name + ".hex";
        try (InputStream stream = Sample.class.getResourceAsStream(file)) {
            if (stream == null) {
                throw new IOException("no resource");
            }
            String text = new String(stream.readAllBytes(), StandardCharsets.US_ASCII);
            StringBuilder digits = new StringBuilder();
            text.lines().filter(line -> !line.startsWith("#")).forEach(line -> digits.append(line.replace(" ", "")));
            return new Sample(name, HEX.parseHex(digits));
        } catch (IOException e) {
            throw new UncheckedIOException(file, e);
        }
    }

    int length() {
        return bytes.length;
    }

    byte[] bytes() {
        return bytes.clone();
    }

    ByteBuf buffer() {
        return Unpooled.wrappedBuffer(bytes());
    }

    /** The bytes at {@code offset} are these hexadecimal digits; blanks do not count. */
    Sample hasAt(int offset, String digits) {
        String wanted = digits.replace(" ", "");
        assertThat(HEX.formatHex(bytes, offset, offset + wanted.length() / 2))
                .as("%s at %d", name, offset)
                .isEqualTo(wanted);
        return this;
    }

    /** What was encoded is the sample. */
    void equalsEncoded(Flyweight packet) {
        byte[] encoded = new byte[packet.lengthBytes()];
        packet.buffer().getBytes(packet.offset(), encoded);
        assertThat(HEX.formatHex(encoded)).as(name).isEqualTo(HEX.formatHex(bytes));
    }

    /** The same with some bytes blanked: those that mean nothing and are not sent by the encoders. */
    Sample blank(int offset, int count) {
        byte[] copy = bytes();
        Arrays.fill(copy, offset, offset + count, (byte) 0);
        return new Sample(name, copy);
    }
}
