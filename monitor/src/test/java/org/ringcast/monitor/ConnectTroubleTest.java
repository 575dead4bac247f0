package org.ringcast.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** What the tools say to people besides the lines that scripts know. */
final class ConnectTroubleTest {
    private static MailboxException trouble(String address) {
        return catchThrowableOfType(MailboxException.class, () -> Mailbox.connect(address, "a", false, 5000));
    }

    @Test
    void pathAndReasonOfAUnixSocketAreTold() {
        assertThat(Files.exists(Path.of("/tmp/1"))).isFalse();
        MailboxException trouble = trouble("1");
        assertThat(trouble.getMessage()).isEqualTo("SP_error: (-2) Could not connect.");
        assertThat(trouble.detail())
                .isEqualTo("Unix socket /tmp/1: No such file or directory (is a daemon running on this port? PORT@HOST"
                        + " goes by TCP)");
    }

    @Test
    void hostPortAndReasonOfTcpAreTold() throws Exception {
        int port;
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = taken.getLocalPort();
        }
        assertThat(trouble(port + "@127.0.0.1").detail())
                .isEqualTo("127.0.0.1 port " + port + ": Connection refused (is a daemon running there?)");
    }

    @Test
    void addressThatIsNoneIsShown() {
        assertThat(trouble("abc").detail()).isEqualTo("abc is not PORT or PORT@HOST, with a port of 1 to 65535");
    }

    private static final class Command {
        @CommandLine.Option(names = "-m")
        private int number;
    }

    private static String usage(String... arguments) {
        return catchThrowableOfType(
                        ToolArguments.UsageException.class,
                        () -> ToolArguments.parse(new CommandLine(new Command()), arguments))
                .getMessage();
    }

    @Test
    void theCulpritOfAWrongCommandLineIsNamed() {
        assertThat(new Command().number).isZero();
        assertThat(usage("--whatever")).isEqualTo("unknown option --whatever");
        assertThat(usage("-m")).isEqualTo("-m needs a value");
        assertThat(usage("-m", "x")).isEqualTo("bad value of -m: x");
    }
}
