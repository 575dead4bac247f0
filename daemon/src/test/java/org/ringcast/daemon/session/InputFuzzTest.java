package org.ringcast.daemon.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.ringcast.daemon.session.auth.AuthMethod;
import org.ringcast.daemon.session.auth.Authenticator;
import org.ringcast.daemon.session.auth.Peer;

/**
 * Clients that send nonsense: streams that begin well and go wrong anywhere, in pieces cut anywhere. Whatever comes, nothing
 * is thrown, nothing leaks, and another client is not disturbed. The seed is in the failure's text.
 */
final class InputFuzzTest {
    private static final int ROUNDS = 1500;

    /** Asks for 40 bytes and likes half of what it gets. */
    private static final AuthMethod ASKING = new AuthMethod() {
        @Override
        public String name() {
            return "PWORD";
        }

        @Override
        public int credentialBytes() {
            return 40;
        }

        @Override
        public boolean admits(Peer peer, byte[] credentials) {
            return (credentials[0] & 1) == 0;
        }
    };

    @Test
    void nonsenseDisturbsNobody() {
        Authenticator authenticator = new Authenticator(List.of(ASKING), List.of("NULL", "PWORD"), List.of());
        long firstSeed = System.nanoTime();
        try (EmbeddedRig rig = new EmbeddedRig(SessionServerSettings.builder().build(), authenticator)) {
            EmbeddedChannel good = rig.session("good");
            for (int round = 0; round < ROUNDS; round++) {
                long seed = firstSeed + round;
                Random random = new Random(seed);
                EmbeddedChannel client = rig.connection();
                feedInPieces(client, stream(random), random);
                rig.accepts = random.nextInt(10) != 0;
                rig.cycle();
                rig.accepts = true;
                EmbeddedRig.hangUp(client);
                rig.cycle();
                rig.cycle();
                EmbeddedRig.received(client);
                assertThat(rig.connections.counter(SessionCounter.INTERNAL_ERRORS))
                        .as("seed %d: %s", seed, rig.log.all())
                        .isZero();
                assertThat(rig.sessions.count()).as("seed %d", seed).isEqualTo(1);
                assertThat(rig.connections.count()).as("seed %d", seed).isEqualTo(1);
            }
            byte[] message = ClientBytes.message("good", "#good#d1", new byte[] {42});
            EmbeddedRig.feed(good, message);
            rig.cycle();
            assertThat(EmbeddedRig.received(good)).endsWith("2a");
        }
    }

    private static void feedInPieces(EmbeddedChannel client, byte[] stream, Random random) {
        int at = 0;
        while (at < stream.length && client.isOpen()) {
            int length = 1 + random.nextInt(random.nextBoolean() ? 20 : 2000);
            EmbeddedRig.feed(client, Arrays.copyOfRange(stream, at, Math.min(stream.length, at + length)));
            at += length;
        }
    }

    private static byte[] stream(Random random) {
        byte[] connect = random.nextInt(4) == 0
                ? ClientBytes.hex("03010102" + EmbeddedRig.hexOf("zz"))
                : ClientBytes.connect("zz");
        byte[] choice = random.nextInt(3) == 0 ? ClientBytes.choice("PWORD", "NULL") : ClientBytes.choice("NULL");
        byte[] credentials = new byte[random.nextBoolean() ? 0 : 40];
        byte[][] parts = new byte[3 + random.nextInt(6)][];
        parts[0] = connect;
        parts[1] = connect[0] == 3 ? new byte[0] : choice;
        parts[2] = credentials;
        int[] types = {ClientBytes.FIFO, ClientBytes.FIFO, ClientBytes.JOIN, ClientBytes.KILL, 0x20, 0x20000};
        for (int i = 3; i < parts.length; i++) {
            List<String> receivers = random.nextInt(5) == 0 ? List.of() : List.of("g", "#zz#d1");
            int type = types[random.nextInt(types.length)];
            parts[i] = ClientBytes.frame(type, "zz", receivers, new byte[random.nextInt(3000)]);
        }
        byte[] stream = ClientBytes.concat(parts);
        int errors = random.nextInt(4);
        for (int i = 0; i < errors; i++) {
            stream[random.nextInt(stream.length)] = (byte) random.nextInt();
        }
        return random.nextInt(4) == 0 ? Arrays.copyOf(stream, random.nextInt(stream.length)) : stream;
    }
}
