package org.biggantune.io.download;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.stream.Stream;
import org.biggantune.domain.failure.CorruptInputException;
import org.biggantune.domain.failure.MissingInputException;
import org.biggantune.domain.failure.NetworkUnavailableException;
import org.biggantune.domain.failure.UnsupportedInputException;
import org.biggantune.domain.failure.WriteFailedException;
import org.biggantune.io.Sha256;
import org.biggantune.support.FileServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DownloaderTest {
    private static final int SIZE = 700_001;

    @TempDir
    Path folder;

    private final byte[] content = new byte[SIZE];
    private FileServer server;
    private Path target;

    @BeforeEach
    void serve() throws IOException {
        new Random(5).nextBytes(content);
        server = new FileServer();
        target = folder.resolve("model.pth");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static Downloader downloader() {
        return new Downloader(Map.of(), Duration.ofSeconds(2), 1);
    }

    private RemoteFile exactly(URI uri) {
        return RemoteFile.of(uri, SIZE, Optional.of(new ExpectedDigest("SHA-256", Sha256.of(content))));
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    /** Fetches with a downloader that the test stops at a byte, as a killed process would. */
    private void fetchUntil(RemoteFile file, long bytes) {
        assertThatThrownBy(() -> downloader().fetch(file, target, (done, total) -> {
                    if (done >= bytes) {
                        throw new IllegalStateException("killed");
                    }
                }))
                .hasMessage("killed");
    }

    @Test
    void fetch_cutAtTenRandomBytes_resumesToTheSameBytes() throws IOException {
        Random random = new Random(17);
        for (int i = 0; i < 10; i++) {
            Files.deleteIfExists(target);
            RemoteFile file = exactly(server.put("/m" + i, content));
            int cut = 1 + random.nextInt(SIZE - 1);
            server.cutAfter(cut);
            fetchUntil(file, cut);
            assertThat(target).doesNotExist();
            assertThat(folder.resolve("model.pth.part")).hasSize(cut);
            server.cutAfter(-1);
            downloader().fetch(file, target, DownloadProgress.NONE);
            assertThat(server.asked()).contains("/m" + i + " bytes=" + cut + "-");
            assertThat(target).hasBinaryContent(content);
            assertThat(names()).containsExactly("model.pth");
        }
    }

    @Test
    void fetch_connectionThatBreaksAgainAndAgain_goesOnByItself() {
        server.cutAfter(50_000);
        downloader().fetch(exactly(server.put("/m", content)), target, DownloadProgress.NONE);
        assertThat(target).hasBinaryContent(content);
        assertThat(server.asked()).hasSize(15);
    }

    @Test
    void fetch_ofAnotherContentThanBefore_beginsAnew() {
        byte[] other = content.clone();
        other[0]++;
        RemoteFile plain = RemoteFile.of(server.put("/m", other));
        server.cutAfter(1000);
        fetchUntil(plain, 1000);
        server.cutAfter(-1);
        server.put("/m", content);
        downloader().fetch(plain, target, DownloadProgress.NONE);
        assertThat(target).hasBinaryContent(content);
    }

    @Test
    void fetch_fromAServerWithoutRanges_beginsAnew() {
        server.withoutRanges();
        RemoteFile file = exactly(server.put("/m", content));
        server.cutAfter(1000);
        fetchUntil(file, 1000);
        server.cutAfter(-1);
        downloader().fetch(file, target, DownloadProgress.NONE);
        assertThat(target).hasBinaryContent(content);
    }

    @Test
    void fetch_progress_countsWhatWasThereAndTheWhole() {
        RemoteFile file = exactly(server.put("/m", content));
        server.cutAfter(1000);
        fetchUntil(file, 1000);
        server.cutAfter(-1);
        List<Long> done = new ArrayList<>();
        downloader().fetch(file, target, (bytes, total) -> {
            assertThat(total).isEqualTo(OptionalLong.of(SIZE));
            done.add(bytes);
        });
        assertThat(done).first().isEqualTo(1000L);
        assertThat(done).last().isEqualTo((long) SIZE);
    }

    @Test
    void fetch_wrongDigest_leavesNothingBehind() throws IOException {
        byte[] other = content.clone();
        other[SIZE - 1]++;
        URI uri = server.put("/m", other);
        assertThatThrownBy(() -> downloader().fetch(exactly(uri), target, DownloadProgress.NONE))
                .isInstanceOf(CorruptInputException.class)
                .hasMessageContaining("its SHA-256 is " + Sha256.of(other) + ", expected " + Sha256.of(content));
        assertThat(names()).isEmpty();
    }

    @Test
    void fetch_digestOfTheFirstDigits_isChecked() {
        URI uri = server.put("/m", content);
        RemoteFile right = new RemoteFile(
                uri,
                OptionalLong.empty(),
                Long.MAX_VALUE,
                Optional.of(new ExpectedDigest("SHA-256", Sha256.of(content).substring(0, 8))));
        downloader().fetch(right, target, DownloadProgress.NONE);
        assertThat(target).hasBinaryContent(content);
        RemoteFile wrong = new RemoteFile(
                uri, OptionalLong.empty(), Long.MAX_VALUE, Optional.of(new ExpectedDigest("SHA-256", "00000000")));
        assertThatThrownBy(() -> downloader().fetch(wrong, target, DownloadProgress.NONE))
                .isInstanceOf(CorruptInputException.class)
                .hasMessageContaining("expected 00000000…");
    }

    @Test
    void fetch_largerThanAnnounced_isRefused() throws IOException {
        RemoteFile small = RemoteFile.of(server.put("/m", content), SIZE - 1, Optional.empty());
        assertThatThrownBy(() -> downloader().fetch(small, target, DownloadProgress.NONE))
                .isInstanceOf(CorruptInputException.class)
                .hasMessageContaining("has " + SIZE + " bytes, expected " + (SIZE - 1));
        server.withoutLengths();
        assertThatThrownBy(() -> downloader().fetch(small, target, DownloadProgress.NONE))
                .isInstanceOf(CorruptInputException.class)
                .hasMessageContaining("has more bytes than announced, expected " + (SIZE - 1));
        assertThat(names()).isEmpty();
    }

    @Test
    void fetch_moreThanTheDiskHasRoomFor_isRefusedAtOnce() throws IOException {
        URI uri = server.answer("/m", exchange -> exchange.sendResponseHeaders(200, 1L << 50));
        assertThatThrownBy(() -> downloader().fetch(RemoteFile.of(uri), target, DownloadProgress.NONE))
                .isInstanceOf(WriteFailedException.class)
                .hasMessageStartingWith(folder + ": ")
                .hasMessageContaining("but m needs 1125899906.8 MB more; free some space")
                .hasMessageContaining("BIGGAN_TUNE_HOME");
        assertThat(names()).isEmpty();
    }

    @Test
    void fetch_smallerThanAnnounced_isRefused() throws IOException {
        RemoteFile large = RemoteFile.of(server.put("/m", content), SIZE + 1, Optional.empty());
        assertThatThrownBy(() -> downloader().fetch(large, target, DownloadProgress.NONE))
                .isInstanceOf(CorruptInputException.class)
                .hasMessageContaining("has " + SIZE + " bytes, expected " + (SIZE + 1));
        assertThat(names()).isEmpty();
    }

    @Test
    void fetch_notThere_namesAddressAndStatus() {
        URI uri = server.uri("/nothing");
        assertThatThrownBy(() -> downloader().fetch(RemoteFile.of(uri), target, DownloadProgress.NONE))
                .isInstanceOf(MissingInputException.class)
                .hasMessage(uri + ": not found (status 404); the file may have moved");
    }

    @Test
    void fetch_webPage_isRefusedByTypeAndByContent() throws IOException {
        byte[] page = "\n<!DOCTYPE html><title>Virus scan warning</title>".getBytes(StandardCharsets.UTF_8);
        URI typed = server.answer("/typed", exchange -> {
            exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
            reply(exchange, page);
        });
        for (URI uri : List.of(typed, server.put("/untyped", page))) {
            assertThatThrownBy(() -> downloader().fetch(RemoteFile.of(uri), target, DownloadProgress.NONE))
                    .isInstanceOf(CorruptInputException.class)
                    .hasMessageStartingWith(uri + ": is a web page");
        }
        assertThat(target).doesNotExist();
    }

    private static void reply(HttpExchange exchange, byte[] body) throws IOException {
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
    }

    private URI redirect(String path, String location) {
        return server.answer(path, exchange -> {
            exchange.getResponseHeaders().set("Location", location);
            exchange.sendResponseHeaders(302, -1);
        });
    }

    @Test
    void fetch_redirections_areFollowedWithinTheScheme() {
        server.put("/m", content);
        redirect("/second", server.uri("/m").toString());
        URI first = redirect("/first", "second");
        downloader().fetch(exactly(first), target, DownloadProgress.NONE);
        assertThat(target).hasBinaryContent(content);
    }

    @Test
    void fetch_redirectionToAnotherScheme_isRefused() {
        for (String location : List.of("file:///etc/passwd", "ftp://127.0.0.1/m", "https://127.0.0.1/m")) {
            URI uri = redirect("/" + location.length(), location);
            assertThatThrownBy(() -> downloader().fetch(RemoteFile.of(uri), target, DownloadProgress.NONE))
                    .isInstanceOf(UnsupportedInputException.class)
                    .hasMessage(uri + ": redirects to " + location + ", which is not http; not followed");
        }
        URI circle = redirect("/circle", "/circle");
        assertThatThrownBy(() -> downloader().fetch(RemoteFile.of(circle), target, DownloadProgress.NONE))
                .isInstanceOf(UnsupportedInputException.class)
                .hasMessageContaining("redirected more than 10 times");
    }

    @Test
    void fetch_serverThatFailsOnce_isAskedAgain() {
        int[] calls = {0};
        URI uri = server.answer("/m", exchange -> {
            if (calls[0]++ == 0) {
                exchange.sendResponseHeaders(503, -1);
            } else {
                reply(exchange, content);
            }
        });
        downloader().fetch(exactly(uri), target, DownloadProgress.NONE);
        assertThat(target).hasBinaryContent(content);
    }

    @Test
    void fetch_silentServer_endsInTime() throws IOException {
        try (ServerSocket silent = new ServerSocket(0)) {
            URI uri = URI.create("http://127.0.0.1:" + silent.getLocalPort() + "/m");
            Downloader impatient = new Downloader(Map.of(), Duration.ofMillis(50), 1);
            assertThatThrownBy(() -> impatient.fetch(RemoteFile.of(uri), target, DownloadProgress.NONE))
                    .isInstanceOf(NetworkUnavailableException.class)
                    .hasMessageContaining("127.0.0.1 does not respond");
        }
    }

    @Test
    void fetch_unknownHost_saysSoAndHowToNameAProxy() {
        URI uri = URI.create("http://no-such-host.invalid/m");
        assertThatThrownBy(() -> downloader().fetch(RemoteFile.of(uri), target, DownloadProgress.NONE))
                .isInstanceOf(NetworkUnavailableException.class)
                .hasMessage(uri + ": cannot be downloaded: unknown host no-such-host.invalid; check the network"
                        + " (for a proxy set https_proxy=http://HOST:PORT)");
    }

    @Test
    void fetch_throughAProxyOfTheEnvironment_asksTheProxy() {
        server.put("/m", content);
        String proxy = "http://127.0.0.1:" + server.uri("/").getPort();
        Downloader proxied = new Downloader(Map.of("http_proxy", proxy), Duration.ofSeconds(2), 1);
        // No resolver knows the host: only the proxy can answer. It is asked for the whole address.
        RemoteFile file = exactly(URI.create("http://no-such-host.invalid/m"));
        proxied.fetch(file, target, DownloadProgress.NONE);
        assertThat(target).hasBinaryContent(content);
        Downloader excepted = new Downloader(
                Map.of("http_proxy", proxy, "no_proxy", "other.example,.invalid"), Duration.ofSeconds(2), 1);
        assertThatThrownBy(() -> excepted.fetch(file, target, DownloadProgress.NONE))
                .isInstanceOf(NetworkUnavailableException.class);
    }

    @Test
    void fetch_ofAFileOfThisMachine_copiesIt() throws IOException {
        Path source = Files.write(folder.resolve("source"), content);
        downloader().fetch(exactly(source.toUri()), target, DownloadProgress.NONE);
        assertThat(target).hasBinaryContent(content);
        URI missing = folder.resolve("missing").toUri();
        assertThatThrownBy(() -> downloader().fetch(RemoteFile.of(missing), target, DownloadProgress.NONE))
                .isInstanceOf(MissingInputException.class)
                .hasMessage(missing + ": no such file");
    }
}
