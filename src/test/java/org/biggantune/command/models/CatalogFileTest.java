package org.biggantune.command.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.biggantune.cli.InstallDir;
import org.biggantune.domain.failure.SettingsConflictException;
import org.biggantune.importer.ImportKind;
import org.biggantune.io.download.ExpectedDigest;
import org.biggantune.support.ToolCommands;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class CatalogFileTest {
    private static final Path CHECKOUT = Path.of("").toAbsolutePath();

    @TempDir
    Path folder;

    private InstallDir home() {
        return new InstallDir(CHECKOUT, Map.of("BIGGAN_TUNE_HOME", folder.toString()));
    }

    private Path own(String text) throws IOException {
        return Files.writeString(folder.resolve("models.yaml"), text);
    }

    @Test
    void all_shipped_namesWhatThePublishersHave() {
        Map<String, CatalogEntry> entries = CatalogFile.all(new InstallDir(CHECKOUT));
        assertThat(entries)
                .containsKeys(
                        "biggan-deep-128",
                        "biggan-deep-256",
                        "biggan-deep-512",
                        "traced_resnet18",
                        "traced_resnet50",
                        "biggan-deep-256-hf",
                        "alexnet",
                        "resnet18",
                        "resnet50",
                        "inception_v3",
                        "squeezenet1_1",
                        "vgg16",
                        "densenet121",
                        "resnet18-places365",
                        "alexnet-places365",
                        "cifar10-resnet20",
                        "biggan-128",
                        "biggan-256");
        // Their file names end with the first eight digits of the SHA-256.
        entries.values().stream()
                .filter(entry -> entry.source().matches("https://(download.pytorch.org|github.com/akamaster)/.*"))
                .forEach(entry -> assertThat(entry.source())
                        .contains("-" + entry.digest().orElseThrow().hex().substring(0, 8) + "."));
        assertThat(entries.get("biggan-128").howToGet())
                .isEqualTo(
                        "fetch it from https://drive.google.com/open?id=1nAle7FCVFZdix2--ks0r5JBkFnKw8ctW (unpack the"
                                + " zip file; the weights are in G_ema.pth), then: biggan-tune models install biggan-128 --from"
                                + " FILE");
        assertThat(entries.values()).allSatisfy(entry -> {
            assertThat(entry.about()).isNotEmpty();
            assertThat(entry.page()).isPresent();
            assertThat(entry.bytes()).isPresent();
        });
    }

    @Test
    void importOptions_areThoseOfImport() {
        CommandLine line = ToolCommands.of("import");
        TreeSet<String> names = new TreeSet<>();
        line.getSubcommands()
                .values()
                .forEach(kind -> kind.getCommandSpec()
                        .options()
                        .forEach(option -> names.add(option.longestName().substring(2))));
        assertThat(names).containsAll(CatalogFile.IMPORT_OPTIONS);
    }

    @Test
    void all_ownEntries_extendAndReplaceTheShipped() throws IOException {
        own("""
                mine:
                  kind: classifier
                  url: https://example.org/net.pth
                  bytes: 12
                  sha256: "0123456789"
                  import: {mean: 0.5, std: [0.5, 0.25, 0.5]}
                resnet18:
                  kind: classifier
                  url: https://mirror.example.org/resnet18.pth
                """);
        Map<String, CatalogEntry> entries = CatalogFile.all(home());
        CatalogEntry mine = entries.get("mine");
        assertThat(mine.kind()).isEqualTo(ImportKind.CLASSIFIER);
        assertThat(mine.most()).isEqualTo(12);
        assertThat(mine.exactBytes()).isEqualTo(OptionalLong.of(12));
        assertThat(mine.digest()).contains(new ExpectedDigest("SHA-256", "0123456789"));
        assertThat(mine.options()).containsEntry("mean", "0.5").containsEntry("std", "0.5,0.25,0.5");
        assertThat(mine.licence()).isEqualTo("not stated");
        assertThat(entries.get("resnet18").source()).isEqualTo("https://mirror.example.org/resnet18.pth");
        assertThat(entries.get("resnet18").digest()).isEmpty();
        assertThat(entries).containsKey("resnet50");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            `m:\\n  kind: generator\\n  urll: x`                          | 3 | unknown key 'm.urll'; did you mean url
            `m:\\n  kind: painter\\n  url: https://h/f`                   | 2 | 'm.kind' is neither generator, classifier nor detector
            `m:\\n  url: https://h/f`                                     | 1 | 'm' needs a 'kind'
            `m:\\n  kind: generator`                                      | 1 | 'm' needs a 'url'
            `m:\\n  kind: generator\\n  url: ftp://h/f`                   | 3 | 'm.url' is not a valid address
            `m:\\n  kind: generator\\n  url: djl://h`                     | 3 | 'm.url' is not a valid address
            `m:\\n  kind: generator\\n  url: https://h/f\\n  bytes: many` | 4 | 'm.bytes' is not a number of bytes
            `m:\\n  kind: generator\\n  url: https://h/f\\n  sha256: 12`  | 4 | expected 8 to 64 hexadecimal digits
            `m:\\n  kind: generator\\n  url: https://h/f\\n  import: {truncatoin: 1}` | 4 | did you mean truncation
            `ok:\\n  kind: generator\\n  page: p\\n../m: {}`              | 4 | '../m' is not a valid model name
            """)
    void all_wrongEntry_isRefusedWithItsLine(String text, int line, String message) throws IOException {
        Path file = own(text.replace("\\n", "\n"));
        assertThatThrownBy(() -> CatalogFile.all(home()))
                .isInstanceOf(SettingsConflictException.class)
                .hasMessageStartingWith(file + ", line " + line + ": ")
                .hasMessageContaining(message);
    }

    @Test
    void names_ofFiles_loseTheirEndings() {
        Stream.of("net.pth", "net.pth.tar", "net.pt.gz", "net.bin", "net.safetensors", "net.th")
                .forEach(file -> assertThat(ModelName.ofFile(file)).isEqualTo("net"));
        assertThat(ModelName.isValid("a/b")).isFalse();
        assertThat(ModelName.isValid("..")).isFalse();
        assertThat(ModelName.isValid("")).isFalse();
    }
}
