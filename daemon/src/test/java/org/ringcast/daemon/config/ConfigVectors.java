package org.ringcast.daemon.config;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The files under vectors/config, and the machine on which a Spread daemon was given them. */
final class ConfigVectors {
    private static final Map<String, List<String>> HOSTS = Map.of(
            "alpha", List.of("10.88.0.1"),
            "beta", List.of("10.88.0.2"),
            "dual", List.of("fd88::1", "10.88.0.1"),
            "six", List.of("fd88::1"),
            "localhost", List.of("127.0.0.1"));

    /** Knows the five names and the interfaces lo and eth0. */
    static final HostResolver RESOLVER = new HostResolver() {
        @Override
        public List<InetAddress> resolve(String hostName) throws UnknownHostException {
            List<String> found = HOSTS.get(hostName);
            if (found == null) {
                throw new UnknownHostException("Name or service not known");
            }
            return found.stream().map(ConfigVectors::address).toList();
        }

        @Override
        public int interfaceIndex(String interfaceName) {
            return switch (interfaceName) {
                case "lo" -> 1;
                case "eth0" -> 2;
                default -> 0;
            };
        }
    };

    /** The machine's addresses. */
    static final LocalAddresses LOCAL = new LocalAddresses(
            Stream.of("127.0.0.1", "::1", "10.88.0.1", "10.88.0.11", "10.88.0.12", "fd88::1", "fe80::1234")
                    .map(a -> new LocalAddresses.Entry(address(a), a.startsWith("127") || a.equals("::1") ? 1 : 2))
                    .toList(),
            List.of(address("10.88.0.255")));

    private ConfigVectors() {}

    static InetAddress address(String text) {
        InetAddress v4 = AddressText.parseIpv4(text);
        return v4 != null ? v4 : AddressText.parseIpv6(text, 0);
    }

    static Configuration parse(String content) throws ConfigError {
        return parse("test.conf", content.getBytes(StandardCharsets.UTF_8));
    }

    static Configuration parse(String file, byte[] content) throws ConfigError {
        return new ConfigurationLoader(RESOLVER, ExtensionSettings.DEFAULTS).parse(file, content);
    }

    static Configuration parse(String content, String... overrides) throws ConfigError {
        ExtensionSettings settings = ExtensionSettings.parseOverrides(List.of(overrides));
        return new ConfigurationLoader(RESOLVER, settings).parse("test.conf", content.getBytes(StandardCharsets.UTF_8));
    }

    /** One segment around some daemons. */
    static String segment(String daemons) {
        return "Spread_Segment 10.88.0.255:14890 {\n" + daemons + "\n}\n";
    }

    /** Options in front of a segment with the daemon d1. */
    static Configuration withOptions(String options) throws ConfigError {
        return parse(options + "\n" + segment("d1 10.88.0.1"));
    }

    static Path resource(String name) {
        try {
            return Path.of(ConfigVectors.class.getResource(name).toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    static byte[] bytes(String kind, String file) throws IOException {
        return Files.readAllBytes(resource("/vectors/config/" + kind).resolve(file));
    }

    /** Names of all files of a kind. */
    static List<String> files(String kind) throws IOException {
        try (Stream<Path> found = Files.list(resource("/vectors/config/" + kind))) {
            return found.map(p -> p.getFileName().toString())
                    .filter(n -> n.endsWith(".conf"))
                    .sorted()
                    .collect(Collectors.toList());
        }
    }

    /** What is expected of each file of a kind. */
    static Map<?, ?> expectations(String kind) throws IOException {
        return (Map<?, ?>) TestJson.parse(new String(bytes(kind, "EXPECT.json"), StandardCharsets.UTF_8));
    }
}
