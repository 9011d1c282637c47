package org.biggantune.command.models;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.biggantune.io.Sha256;
import org.biggantune.model.ModelFile;
import org.biggantune.support.FileServer;
import org.biggantune.support.Fixtures;
import org.biggantune.support.ToolRun;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code models install} against a server and a zoo on this machine. */
class ModelsInstallTest {
    private static final Path ARCHIVE = Path.of("models", "demo-classifier.pt");

    @TempDir
    Path folder;

    private Path home;
    private byte[] content;
    private FileServer server;

    @BeforeEach
    void serve() throws IOException {
        home = folder.resolve("home");
        Files.createDirectories(home);
        content = Files.readAllBytes(ARCHIVE);
        server = new FileServer();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private ToolRun run(Object... arguments) {
        return with(Map.of(), arguments);
    }

    private ToolRun with(Map<String, String> environment, Object... arguments) {
        Map<String, String> all = new HashMap<>(environment);
        all.put("BIGGAN_TUNE_HOME", home.toString());
        return ToolRun.with(all, arguments);
    }

    private ToolRun install(Object... arguments) {
        List<Object> all = new ArrayList<>(List.of("models", "install"));
        all.addAll(List.of(arguments));
        return run(all.toArray());
    }

    /** An entry {@code mine} of the user's own catalogue. */
    private void catalog(URI url, String... keys) throws IOException {
        Files.writeString(
                home.resolve("models.yaml"),
                "mine:\n  kind: classifier\n  url: " + url + "\n" + String.join("\n", keys) + "\n");
    }

    private Path installed(String name) {
        return home.resolve("models").resolve(name + ".pt");
    }

    /** Whatever there is below the user's folder but its catalogue and locks. */
    private List<String> left() throws IOException {
        try (Stream<Path> files = Files.walk(home)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> home.relativize(file).toString())
                    .filter(name -> !name.equals("models.yaml") && !name.endsWith(".lock"))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void install_fromTheCatalogue_isListedShownAndFoundByName() throws IOException {
        catalog(
                server.put("/net.pt", content),
                "  bytes: " + content.length,
                "  sha256: \"" + Sha256.of(content).substring(0, 8) + "\"",
                "  licence: MIT");
        assertThat(run("models", "list", "--json").out())
                .contains(
                        "\"name\" : \"mine\",\n  \"kind\" : \"classifier\",\n  \"state\" : \"available\",\n  \"bytes\" : "
                                + content.length + ",\n  \"source\" : \"" + server.uri("/net.pt")
                                + "\",\n  \"licence\" : \"MIT\"\n}");
        ToolRun run = install("mine");
        assertThat(run.err()).doesNotContain("biggan-tune:");
        assertThat(run.exitCode()).isZero();
        assertThat(installed("mine")).hasBinaryContent(content);
        assertThat(left()).containsExactly("models/mine.json", "models/mine.pt");
        assertThat(run("models", "list", "--json").out())
                .contains("\"name\" : \"mine\",\n  \"kind\" : \"classifier\",\n  \"state\" : \"installed\",\n");
        assertThat(run("models", "show", "mine").out())
                .containsPattern("source +" + server.uri("/net.pt"))
                .containsPattern(
                        "checked against +SHA-256 " + Sha256.of(content).substring(0, 8))
                .containsPattern("SHA-256 +" + Sha256.of(content))
                .containsPattern("labels +10 \\(t-shirt … ankle boot\\)");
        assertThat(run("inspect", installed("mine")).exitCode()).isZero();
        int requests = server.asked().size();
        assertThat(install("mine").out()).containsPattern("state +installed already");
        assertThat(server.asked()).hasSize(requests);
        assertThat(run("models", "remove", "mine").exitCode()).isZero();
        assertThat(left()).isEmpty();
    }

    @Test
    void install_cutInTheMiddle_isResumedByTheNextOne() throws IOException {
        catalog(server.put("/net.pt", content), "  sha256: \"" + Sha256.of(content) + "\"");
        Path staging = Files.createDirectories(home.resolve("downloads/mine/fetched"));
        Files.write(staging.resolve("net.pt.part"), java.util.Arrays.copyOf(content, 1000));
        Files.writeString(staging.resolve("net.pt.part.from"), server.uri("/net.pt") + "\n\"v1\"\n");
        assertThat(install("mine").exitCode()).isZero();
        assertThat(server.asked()).containsExactly("/net.pt bytes=1000-");
        assertThat(installed("mine")).hasBinaryContent(content);
        assertThat(left()).containsExactly("models/mine.json", "models/mine.pt");
    }

    @Test
    void install_twoAtOnce_endWithOneWholeModel() throws IOException {
        catalog(server.put("/net.pt", content), "  sha256: \"" + Sha256.of(content) + "\"");
        List<CompletableFuture<ToolRun>> runs = Stream.of(1, 2, 3)
                .map(i -> CompletableFuture.supplyAsync(() -> install("mine")))
                .toList();
        assertThat(runs).allSatisfy(run -> assertThat(run.join().exitCode()).isZero());
        assertThat(installed("mine")).hasBinaryContent(content);
        assertThat(server.asked()).hasSize(1);
        assertThat(left()).containsExactly("models/mine.json", "models/mine.pt");
    }

    @Test
    void install_wrongDigestSizeOrPage_leavesNothing() throws IOException {
        URI file = server.put("/net.pt", content);
        catalog(file, "  sha256: \"" + "0".repeat(64) + "\"");
        assertRefused(65, file + ": its SHA-256 is " + Sha256.of(content) + ", expected 0000");
        catalog(file, "  bytes: 1000");
        assertRefused(65, file + ": has " + content.length + " bytes, expected 1000");
        catalog(server.uri("/other.pt"));
        assertRefused(66, server.uri("/other.pt") + ": not found (status 404)");
        catalog(server.put("/form", "<html>Log in</html>".getBytes(StandardCharsets.UTF_8)));
        assertRefused(65, server.uri("/form") + ": is a web page");
        catalog(server.put("/text", "no model".getBytes(StandardCharsets.UTF_8)));
        assertRefused(65, "text");
        catalog(server.put("/generator.pt", Files.readAllBytes(Path.of("models", "demo.pt"))));
        assertRefused(65, "is a generator, expected a classifier");
    }

    private void assertRefused(int code, String message) throws IOException {
        ToolRun run = install("mine", "-q");
        assertThat(run.err()).startsWith("biggan-tune: ").contains(message).hasLineCount(1);
        assertThat(run.exitCode()).isEqualTo(code);
        assertThat(left()).isEmpty();
    }

    @Test
    void install_withoutNetwork_saysHowToDoWithout() throws IOException {
        catalog(URI.create("https://no-such-host.invalid/net.pt"));
        assertRefused(
                69, "https://no-such-host.invalid/net.pt: cannot be downloaded: unknown host no-such-host.invalid");
        assertThat(install("mine").err())
                .contains(
                        "or download the file on another machine and install it with: biggan-tune models install mine --from FILE");
    }

    @Test
    void install_dryRun_saysAllAndAsksNobody() throws IOException {
        catalog(server.put("/net.pt", content), "  bytes: 5", "  sha1: \"0123456789\"");
        assertThat(install("mine", "--dry-run").out())
                .containsPattern("url +" + server.uri("/net.pt"))
                .containsPattern("bytes +5\n")
                .containsPattern("digest +SHA-1 0123456789…")
                .containsPattern("archive +" + installed("mine"));
        assertThat(install("biggan-deep-256", "--dry-run").out())
                .containsPattern(
                        "url +https://mlrepo.djl.ai/model/cv/image_generation/ai/djl/pytorch/biggan-deep/0.0.1/"
                                + "biggan-deep-256.pt.gz")
                .containsPattern("bytes +217462998")
                .containsPattern("digest +SHA-1 5adbc01b3257c8d4cf991f49eb11df4669dd6e9c");
        assertThat(server.asked()).isEmpty();
        assertThat(left()).isEmpty();
    }

    @Test
    void install_behindAForm_namesThePageAndTakesAFile() {
        ToolRun run = install("biggan-128");
        assertThat(run.exitCode()).isEqualTo(66);
        assertThat(run.err())
                .startsWith(
                        "biggan-tune: biggan-128: cannot be downloaded automatically; fetch it from https://drive.google.com/")
                .endsWith("then: biggan-tune models install biggan-128 --from FILE\n");
        assertThat(install("biggan-128", "--from", "models/demo.pt").exitCode()).isZero();
        assertThat(installed("biggan-128")).hasSameBinaryContentAs(Path.of("models", "demo.pt"));
    }

    @Test
    void install_ofAnAddressOrFile_takesItsName() {
        server.put("/other.pt", content);
        assertThat(install(server.uri("/other.pt")).exitCode()).isZero();
        assertThat(installed("other")).exists();
        assertThat(install(ARCHIVE, "--as", "copy").exitCode()).isZero();
        assertThat(installed("copy")).exists();
        // The same name from elsewhere would be another model.
        ToolRun again = install(ARCHIVE, "--as", "other");
        assertThat(again.exitCode()).isEqualTo(73);
        assertThat(again.err()).contains("other: is already installed, from " + server.uri("/other.pt"));
        assertThat(install(ARCHIVE, "--as", "other", "--force").exitCode()).isZero();
    }

    @Test
    void install_packedFile_isUnpacked() throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(content);
        }
        server.put("/net.pt.gz", packed.toByteArray());
        assertThat(install(server.uri("/net.pt.gz")).exitCode()).isZero();
        assertThat(installed("net")).hasBinaryContent(content);
        server.put("/cut.pt.gz", java.util.Arrays.copyOf(packed.toByteArray(), packed.size() - 9));
        ToolRun cut = install(server.uri("/cut.pt.gz"));
        assertThat(cut.exitCode()).isEqualTo(65);
        assertThat(cut.err()).contains("damaged gzip file");
    }

    @Test
    void install_wrongArguments_areRefused() {
        Map<List<Object>, String> refusals = Map.of(
                List.of(ARCHIVE, "--as", "../evil"), "--as '../evil': not a valid model name",
                List.of("resnet18", "vgg16", "--as", "x"), "--as x: is for one model, but 2 are given",
                List.of("resnet18", "vgg16", "--from", ARCHIVE),
                        "--from " + ARCHIVE + ": is for one model, but 2 are given",
                List.of("djl://ai.djl.pytorch"), "expected djl://GROUP/ARTIFACT/VERSION/NAME",
                List.of("ftp://host/net.pt"), "ftp://host/net.pt: expected a URL such as https://",
                List.of("resnet18", "--truncation", "2"), "--truncation 2.0: expected a number above 0 and up to 1");
        refusals.forEach((arguments, message) -> {
            ToolRun run = install(arguments.toArray());
            assertThat(run.err()).as(message).contains(message).hasLineCount(1);
            assertThat(run.exitCode()).as(message).isEqualTo(2);
        });
        assertThat(install("resnet81").err()).contains("did you mean resnet18").contains("biggan-tune models list");
        assertThat(install(ARCHIVE, "--as", "demo").err()).contains("demo: comes with the tool");
    }

    @Test
    void install_withoutAHome_namesTheVariable() {
        ToolRun run = ToolRun.of("models", "install", ARCHIVE, "--as", "x");
        assertThat(run.exitCode()).isEqualTo(73);
        assertThat(run.err()).contains("set BIGGAN_TUNE_HOME to a folder");
    }

    @Test
    void install_checkpointOfTheCatalogue_isImportedWithItsOptions() {
        Path checkpoint = Fixtures.require("fixtures/classifiers/cifar10-resnet20-real/resnet20-12fca82f.th");
        assertThat(install("cifar10-resnet20", "--from", checkpoint).exitCode()).isZero();
        assertThat(ModelFile.classifier(installed("cifar10-resnet20"))
                        .metadata()
                        .labels())
                .contains("airplane", "truck");
        // The folder's settings for import count as for import itself.
        assertThat(with(Map.of("BIGGAN_TUNE_PRECISION", "bf16"), "models", "install", checkpoint, "--as", "half")
                        .exitCode())
                .isZero();
        assertThat(ModelFile.classifier(installed("half"))
                        .metadata()
                        .precision()
                        .label())
                .isEqualTo("bf16");
    }
}
