package org.ringcast.daemon.config;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads the daemons of all segments and checks each against those before it. */
final class DaemonReader {
    private static final String NO_FITTING_ADDRESS =
            "Couldn't find an appropriate address based on daemon name! Check that"
                    + " your ActiveIPVersion and DNS entries match or explicitly configure the address to use!";

    private final TokenStream tokens;
    private final ActiveFamily family;
    private final HostResolver resolver;
    private final WarningList warnings;
    private final List<Daemon> daemons = new ArrayList<>();
    private final List<Token> nameTokens = new ArrayList<>();
    private final Map<String, Integer> indexByName = new HashMap<>();
    private final Map<Endpoint, Integer> indexByEndpoint = new HashMap<>();

    private record Endpoint(InetAddress address, int port) {}

    private record NameAndAddress(Token token, String name, InetAddress address) {}

    DaemonReader(TokenStream tokens, ActiveFamily family, HostResolver resolver, WarningList warnings) {
        this.tokens = tokens;
        this.family = family;
        this.resolver = resolver;
        this.warnings = warnings;
    }

    /** All daemons so far, in file order. */
    List<Daemon> all() {
        return daemons;
    }

    /** For each daemon the token that names it. */
    List<Token> nameTokens() {
        return nameTokens;
    }

    /** Reads one daemon. */
    Daemon read(int segmentIndex, int port) throws ConfigError {
        NameAndAddress identity = identity();
        Token virtualId = virtualId();
        List<DaemonInterface> interfaces = interfaces();
        // Looking for the semicolon reads the token behind the daemon; the checks below come after that, as in Spread.
        if (tokens.nextIs(TokenKind.SEMICOLON)) {
            tokens.take();
        }
        if (daemons.size() == Configuration.MAX_DAEMONS) {
            throw tokens.error(
                    identity.token(), "Too many daemons configured!", "at most " + Configuration.MAX_DAEMONS);
        }
        checkInterfaces(identity, interfaces);
        String name = identity.name();
        Daemon daemon = new Daemon(
                daemons.size(),
                segmentIndex,
                name,
                identity.address(),
                port,
                virtualId == null ? DaemonId.ofName(Text.bytes(name)) : virtualId.number(),
                virtualId != null,
                interfaces.isEmpty() ? List.of(DaemonInterface.implied(identity.address())) : interfaces);
        indexByName.put(name, daemon.index());
        daemons.add(daemon);
        nameTokens.add(identity.token());
        return daemon;
    }

    private NameAndAddress identity() throws ConfigError {
        if (!tokens.nextIs(TokenKind.STRING) && !tokens.nextIs(TokenKind.ADDRESS)) {
            throw tokens.syntaxError("expected a daemon's name or address, or '}'");
        }
        Token token = tokens.take();
        String name;
        InetAddress address;
        if (token.is(TokenKind.ADDRESS)) {
            int percent = token.text().indexOf('%');
            name = percent < 0 ? token.text() : token.text().substring(0, percent);
            address = token.address();
            if (!AddressText.display(AddressText.withScope(address, 0)).equals(name)) {
                warnings.add(
                        ConfigWarning.Kind.NAME_IS_ADDRESS_SPELLING,
                        token,
                        "The daemon's name is its address as spelled here, '" + name + "'.",
                        "Another spelling in another copy of the file gives another id and hash; give it a name.");
            }
        } else {
            name = token.string();
            Token given = tokens.nextIs(TokenKind.ADDRESS) ? tokens.take() : null;
            checkNotEmpty(token);
            address = given != null ? given.address() : resolve(token);
        }
        String cut = name.length() > Daemon.MAX_NAME_BYTES ? name.substring(0, Daemon.MAX_NAME_BYTES) : name;
        warnAboutName(token, name);
        checkAddress(token, address);
        Integer other = indexByName.get(cut);
        if (other != null) {
            throw tokens.error(
                    token,
                    "Daemon name (" + Text.excerpt(cut) + ") not unique! Already in use by daemon #" + other + "!",
                    name.length() > cut.length() ? "names are cut to 19 bytes" : "");
        }
        return new NameAndAddress(token, cut, address);
    }

    private void checkNotEmpty(Token token) throws ConfigError {
        if (token.string().isEmpty()) {
            throw tokens.error(token, "Zero length daemon name!", "");
        }
    }

    private InetAddress resolve(Token token) throws ConfigError {
        String name = token.string();
        List<InetAddress> found;
        try {
            found = resolver.resolve(name);
        } catch (UnknownHostException e) {
            String glued = Glued.hint(name);
            if (glued.isEmpty()) {
                glued = Glued.hint(tokens.peek().text());
            }
            throw tokens.error(
                    token,
                    String.valueOf(e.getMessage()),
                    glued.isEmpty() ? "a daemon without an address is looked up by its name" : glued);
        }
        if (SystemHostResolver.parseOldStyle(name) != null) {
            warnings.add(
                    ConfigWarning.Kind.OLD_STYLE_ADDRESS,
                    token,
                    "'" + name + "' is taken for the address "
                            + found.stream()
                                    .map(AddressText::display)
                                    .findFirst()
                                    .orElse("") + ".",
                    "Write the address in full, without leading zeros.");
        }
        IpFamily active = family.get();
        return found.stream()
                .filter(a -> active == null || IpFamily.of(a) == active)
                .findFirst()
                .orElseThrow(() -> tokens.error(token, NO_FITTING_ADDRESS, ""));
    }

    private void warnAboutName(Token token, String name) {
        if (name.endsWith(";")) {
            warnings.add(
                    ConfigWarning.Kind.NAME_ENDS_WITH_SEMICOLON,
                    token,
                    "Daemon name ended with a semicolon!",
                    "If you intended for it to demark two different daemon specifications then it needs white space"
                            + " around it!");
        }
        if (!token.quoted() && !Glued.hint(name).isEmpty()) {
            warnings.add(
                    ConfigWarning.Kind.NAME_LOOKS_LIKE_OPTION,
                    token,
                    "'" + Text.excerpt(name) + "' is taken for a daemon's name.",
                    "If it is not one, " + Glued.hint(name));
        }
        if (name.length() > Daemon.MAX_NAME_BYTES) {
            warnings.add(
                    ConfigWarning.Kind.NAME_CUT,
                    token,
                    "The daemon's name is cut to 19 bytes.",
                    "It is '" + Text.excerpt(name.substring(0, Daemon.MAX_NAME_BYTES)) + "'.");
        }
        if (!Text.isAscii(name)) {
            warnings.add(
                    ConfigWarning.Kind.NAME_NOT_ASCII,
                    token,
                    "The daemon's name is not plain ASCII.",
                    "Spread daemons on machines where char has no sign, such as ARM, compute another id and hash.");
        }
    }

    private void checkAddress(Token token, InetAddress address) throws ConfigError {
        if (address.isAnyLocalAddress()) {
            throw tokens.error(token, "A daemon's address must not be the unspecified address!", "");
        }
        if (address.isMulticastAddress()) {
            throw tokens.error(token, "A daemon's address can't be a multicast address!", "");
        }
        if (!family.accept(IpFamily.of(address))) {
            throw tokens.error(
                    token, "A daemon's address was of the wrong type!  It disagreed with ActiveIPVersion!", "");
        }
    }

    private Token virtualId() throws ConfigError {
        if (!tokens.nextIs(TokenKind.VIRTUAL_ID)) {
            return null;
        }
        tokens.take();
        tokens.take(TokenKind.EQUALS, "'=' between blanks");
        Token number = tokens.take(TokenKind.NUMBER, "a number from 1 to 999999999");
        if (number.number() == 0) {
            throw tokens.error(number, "Virtual IDs must be specified as an integer greater than zero!", "");
        }
        return number;
    }

    private List<DaemonInterface> interfaces() throws ConfigError {
        List<DaemonInterface> entries = new ArrayList<>();
        if (!tokens.nextIs(TokenKind.OPEN_BRACE)) {
            return entries;
        }
        tokens.take();
        while (!tokens.nextIs(TokenKind.CLOSE_BRACE)) {
            StringBuilder letters = new StringBuilder();
            while (tokens.nextIs(TokenKind.INTERFACE_LETTER)) {
                letters.append(tokens.take().text());
            }
            Token address =
                    tokens.take(TokenKind.ADDRESS, "one of the letters D, C, M, an address without port, or '}'");
            if (entries.size() == Configuration.MAX_INTERFACES) {
                throw tokens.error(
                        address,
                        "Too many interfaces configured on a daemon!",
                        "at most " + Configuration.MAX_INTERFACES);
            }
            String purposes = letters.length() == 0 ? "DCM" : letters.toString();
            entries.add(new DaemonInterface(
                    address.address(),
                    purposes.indexOf('D') >= 0,
                    purposes.indexOf('C') >= 0,
                    purposes.indexOf('M') >= 0,
                    false));
        }
        Token close = tokens.take();
        if (entries.isEmpty()) {
            throw tokens.error(close, "Interfaces section declared but no actual interfaces specified!", "");
        }
        return entries;
    }

    /** Checks the addresses of a segment that has been read whole, against each other and against those before. */
    void checkAddresses(List<Daemon> members) throws ConfigError {
        for (Daemon daemon : members) {
            Token token = nameTokens.get(daemon.index());
            Integer other = indexByEndpoint.put(new Endpoint(daemon.address(), daemon.port()), daemon.index());
            if (other != null) {
                throw tokens.error(
                        token,
                        "Daemon's (" + daemon.displayName() + ") address (" + AddressText.display(daemon.address())
                                + ") not unique! Already in use by daemon #" + other + " ("
                                + daemons.get(other).displayName() + ")!",
                        "");
            }
            warnAboutNeighbour(token, daemon, daemon.port() - 1);
            warnAboutNeighbour(token, daemon, daemon.port() + 1);
        }
    }

    private void warnAboutNeighbour(Token token, Daemon daemon, int port) {
        Integer other = indexByEndpoint.get(new Endpoint(daemon.address(), port));
        if (other != null) {
            warnings.add(
                    ConfigWarning.Kind.TOKEN_PORT_IN_USE,
                    token,
                    "The token port of one of the daemons '" + daemon.displayName() + "' and '"
                            + daemons.get(other).displayName() + "' is the data port of the other.",
                    "Ports of daemons with one address must differ by two or more.");
        }
    }

    private void checkInterfaces(NameAndAddress identity, List<DaemonInterface> interfaces) throws ConfigError {
        InetAddress own = identity.address();
        boolean covered = interfaces.stream()
                .filter(DaemonInterface::daemon)
                .map(DaemonInterface::address)
                .filter(a -> IpFamily.of(a) == IpFamily.of(own))
                .anyMatch(a -> a.isAnyLocalAddress() || a.equals(own));
        if (!interfaces.isEmpty() && !covered) {
            throw tokens.error(
                    identity.token(),
                    "Interface spec doesn't include a daemon entry for the daemon's primary address!",
                    "add: D " + AddressText.display(own));
        }
    }
}
