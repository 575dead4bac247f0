package org.ringcast.daemon.config;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Reads the grammar of {@code spread.conf} (see docs/configuration.md, "Syntax") from top to bottom with one token of
 * look-ahead. Segments and options are checked by {@link DaemonReader}, {@link OptionReader} and, in the end,
 * {@link ConfigValidator}.
 */
final class ConfigParser {
    private final String file;
    private final WarningList warnings = new WarningList();
    private final ActiveFamily family = new ActiveFamily();
    private final TokenStream tokens;
    private final OptionReader options;
    private final DaemonReader daemons;
    private final List<Segment> segments = new ArrayList<>();

    private Token emptySegment;
    private int emptySegmentIndex;

    ConfigParser(String file, byte[] content, HostResolver resolver, ExtensionSettings overrides) {
        this.file = file;
        tokens = new TokenStream(file, new ConfigLexer(file, content, resolver, warnings), overrides, warnings);
        options = new OptionReader(tokens, family, warnings);
        daemons = new DaemonReader(tokens, family, resolver, warnings);
    }

    Configuration parse() throws ConfigError {
        while (!tokens.nextIs(TokenKind.END)) {
            if (tokens.nextIs(TokenKind.SEGMENT)) {
                segment();
            } else if (tokens.nextIs(TokenKind.OPTION)) {
                options.read();
            } else if (!skippedOldOption()) {
                throw tokens.syntaxError(hintForTopLevel(tokens.peek().text()));
            }
        }
        if (segments.isEmpty()) {
            throw tokens.error(tokens.peek(), "No segments specified!", "");
        }
        if (daemons.all().isEmpty()) {
            throw tokens.error(tokens.peek(), "No daemons specified!", "");
        }
        if (emptySegment != null) {
            throw tokens.error(
                    emptySegment,
                    "Conf_seg_leader: Empty segment " + emptySegmentIndex + " in Conf",
                    "give the segment a daemon, or delete it");
        }
        Configuration parsed = new Configuration(
                file, family.get(), segments, daemons.all(), options.toOptions(), tokens.extensions(), List.of());
        new ConfigValidator(parsed, tokens, daemons.nameTokens(), warnings).validate();
        return new Configuration(
                file,
                parsed.family(),
                parsed.segments(),
                parsed.daemons(),
                parsed.options(),
                parsed.extensions(),
                warnings.toList());
    }

    private void segment() throws ConfigError {
        tokens.take();
        if (!tokens.nextIs(TokenKind.ADDRESS) && !tokens.nextIs(TokenKind.ADDRESS_WITH_PORT)) {
            throw tokens.syntaxError("expected the segment's address");
        }
        List<Token> addresses = new ArrayList<>();
        addresses.add(tokens.take());
        while (tokens.nextIs(TokenKind.ADDRESS)) {
            addresses.add(tokens.take());
            if (addresses.size() > Configuration.MAX_SEGMENT_ADDRESSES) {
                throw tokens.error(
                        addresses.get(addresses.size() - 1),
                        "Too many segment addresses specified!",
                        "at most " + Configuration.MAX_SEGMENT_ADDRESSES);
            }
        }
        int port = port(addresses.get(0));
        tokens.take(TokenKind.OPEN_BRACE, "'{' or another address without port");
        int index = segments.size();
        List<Daemon> members = new ArrayList<>();
        while (!tokens.nextIs(TokenKind.CLOSE_BRACE)) {
            members.add(daemons.read(index, port));
        }
        Token close = tokens.take();
        if (index >= Configuration.MAX_SEGMENTS) {
            throw tokens.error(close, "Too many segments configured!", "at most " + Configuration.MAX_SEGMENTS);
        }
        if (members.isEmpty() && emptySegment == null) {
            emptySegment = close;
            emptySegmentIndex = index;
        }
        for (Token address : addresses) {
            checkSegmentAddress(address, members.size());
        }
        daemons.checkAddresses(members);
        segments.add(
                new Segment(index, port, addresses.stream().map(Token::address).toList(), members));
    }

    private int port(Token address) throws ConfigError {
        if (address.number() == 0xFFFF) {
            throw tokens.error(
                    address,
                    "Port 65535 cannot be used: the token goes to the port above it",
                    "65534 is the highest port of a segment");
        }
        return address.number() == 0 ? Segment.DEFAULT_PORT : address.number();
    }

    private void checkSegmentAddress(Token token, int members) throws ConfigError {
        InetAddress address = token.address();
        String text = AddressText.display(address);
        if (address.isAnyLocalAddress()) {
            throw tokens.error(token, "Segment configured with an unspecified segment address " + text + "!", "");
        }
        IpFamily active = family.get();
        if (active != null && IpFamily.of(address) != active) {
            throw tokens.error(
                    token,
                    "Segment address " + text + " incompatible with ActiveIPVersion!",
                    "the daemons have " + active.word() + " addresses");
        }
        if (IpFamily.of(address) == IpFamily.IPV6 && !address.isMulticastAddress()) {
            warnings.add(
                    ConfigWarning.Kind.NOT_MULTICAST_IPV6_SEGMENT,
                    token,
                    "IPv6 segment configured with a non-multicast segment address " + text + "!",
                    "");
        }
        if (address.isLoopbackAddress()) {
            warnings.add(
                    ConfigWarning.Kind.LOOPBACK_SEGMENT,
                    token,
                    "Segment configured with a loopback address " + text + "!",
                    "");
            if (members > 1 && !text.equals("127.255.255.255")) {
                warnings.add(
                        ConfigWarning.Kind.LOOPBACK_BROADCAST_FOR_SEVERAL,
                        token,
                        text + " reaches only one of the " + members + " daemons of its segment.",
                        "Give each daemon a segment of its own, or use 127.255.255.255 and an interface block each.");
            }
        }
    }

    /** Options of 4.4 that do nothing on a ring: files of rings at level 4 may have them. */
    private boolean skippedOldOption() throws ConfigError {
        Token name = tokens.peek();
        boolean skips = tokens.extensions().ringProtocol() == ProtocolLevel.LEVEL_4 && !name.quoted();
        if (skips && name.text().equals("LinkProtocol")) {
            tokens.take();
            tokens.take(TokenKind.EQUALS, "'='");
            tokens.take(TokenKind.STRING, "Hop or TcpHop");
        } else if (skips && name.text().equals("RouteMatrix")) {
            tokens.take();
            tokens.take(TokenKind.OPEN_BRACE, "'{'");
            while (tokens.nextIs(TokenKind.NUMBER)) {
                tokens.take();
            }
            tokens.take(TokenKind.CLOSE_BRACE, "a number or '}'");
        } else {
            return false;
        }
        warnings.add(ConfigWarning.Kind.LEVEL_4, name, name.text() + " is ignored.", "It has no effect on a ring.");
        return true;
    }

    private static String hintForTopLevel(String word) {
        if (word.startsWith("\u00EF\u00BB\u00BF")) {
            return "the file starts with a byte order mark: remove it";
        }
        return switch (word) {
            case "LinkProtocol", "RouteMatrix" -> "an option of Spread 4.4 without effect: delete it";
            case "DebugInitialSequence" -> "an option of Spread 4.4 for its own tests: delete it";
            default -> {
                String near = Nearest.hint(
                        word,
                        Stream.concat(
                                Stream.of("Spread_Segment"),
                                Stream.of(SpreadOption.values()).map(SpreadOption::keyword)));
                yield near.isEmpty() ? "expected an option or Spread_Segment" : near;
            }
        };
    }
}
