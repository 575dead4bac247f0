package org.ringcast.daemon.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which file is read, and what happens when it cannot be. */
class ConfigFilesTest {
    private static final ConfigurationLoader LOADER =
            new ConfigurationLoader(ConfigVectors.RESOLVER, ExtensionSettings.DEFAULTS);

    @TempDir
    Path top;

    private Path work;
    private Path etc;
    private ConfigFiles files;

    @BeforeEach
    void directories() throws IOException {
        work = Files.createDirectory(top.resolve("work"));
        etc = Files.createDirectory(top.resolve("etc"));
        files = new ConfigFiles(work, etc, etc);
    }

    private static void write(Path file, String daemon) throws IOException {
        Files.writeString(file, ConfigVectors.segment(daemon + " 10.88.0.1"));
    }

    private String loaded(Optional<Path> explicit) throws ConfigError {
        return LOADER.load(explicit, files).daemons().get(0).name();
    }

    private ConfigError error(Optional<Path> explicit) {
        return catchThrowableOfType(ConfigError.class, () -> LOADER.load(explicit, files));
    }

    @Test
    void theWorkingDirectoryComesBeforeEtc() throws Exception {
        write(etc.resolve("spread.conf"), "etc");
        assertThat(loaded(Optional.empty())).isEqualTo("etc");
        write(work.resolve("spread.conf"), "work");
        assertThat(loaded(Optional.empty())).isEqualTo("work");
    }

    @Test
    void theNamedFileIsRelativeToTheWorkingDirectory() throws Exception {
        write(work.resolve("my.conf"), "mine");
        assertThat(loaded(Optional.of(Path.of("my.conf")))).isEqualTo("mine");
        assertThat(loaded(Optional.of(work.resolve("my.conf")))).isEqualTo("mine");
    }

    @Test
    void check18_defect05_aNamedFileThatIsMissingIsNotReplaced() throws Exception {
        write(work.resolve("spread.conf"), "work");
        ConfigError error = error(Optional.of(Path.of("other.conf")));
        assertThat(error.stage()).isEqualTo(ConfigError.Stage.FILE);
        assertThat(error.text()).isEqualTo("Conf_load_conf_file: error opening config file other.conf!");
    }

    @Test
    void noFileAtAll() {
        ConfigError error = error(Optional.empty());
        assertThat(error.text())
                .isEqualTo("Conf_load_conf_file: error opening config file spread.conf and alternates!");
        assertThat(error.hint()).contains(work.toString()).contains(etc.toString());
        assertThat(error.logLines()).first().isEqualTo(error.text());
    }

    @Test
    void aDirectoryIsNotAFile() {
        assertThat(error(Optional.of(work)).hint()).isEqualTo("it is a directory");
    }

    @Test
    void aFileThatIsTooLargeIsRefusedBeforeItIsReadWhole() throws IOException {
        Path large = work.resolve("large.conf");
        Files.write(large, new byte[ConfigFiles.MAX_CONFIGURATION_BYTES + 1]);
        assertThat(error(Optional.of(large)).text()).isEqualTo("The file is too large");
        ConfigError error = catchThrowableOfType(
                ConfigError.class, () -> LOADER.parse("f", new byte[ConfigFiles.MAX_CONFIGURATION_BYTES + 1]));
        assertThat(error.text()).isEqualTo("The file is too large");
    }

    @Test
    void theAccessFileOfTheWorkingDirectoryComesFirst() throws Exception {
        assertThat(files.findAccessFile()).isEmpty();
        Files.writeString(etc.resolve("spread.access_ip"), "unix\n");
        assertThat(files.findAccessFile()).contains(etc.resolve("spread.access_ip"));
        Files.writeString(work.resolve("spread.access_ip"), "local\n");
        Path found = files.findAccessFile().orElseThrow();
        AccessList list = AccessList.parse(ConfigFiles.read(found, ConfigFiles.MAX_ACCESS_BYTES));
        assertThat(list.permitsUnix()).isFalse();
        assertThat(list.permits(ConfigVectors.address("127.0.0.1"))).isTrue();
    }

    @Test
    void theStandardPlaces() {
        assertThat(ConfigFiles.standard().etcDirectory()).isEqualTo(Path.of("/etc"));
        assertThat(ConfigFiles.standard().workingDirectory().resolve("spread.conf"))
                .isEqualTo(Path.of("spread.conf"));
    }
}
