package org.biggantune.libtorch;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.biggantune.support.LaunchResult;
import org.biggantune.support.https.Handler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code doctor --install cuda} in a process of its own, whose way to DJL's server leads to a server of this test. The
 * addresses are those that DJL asks for.
 */
@EnabledOnOs(value = OS.LINUX, architectures = "amd64")
class CudaInstallerTest {
    private static final String BASE = "/publish.djl.ai/pytorch/2.7.1/";
    private static final String FOLDER = "cu128/linux-x86_64/native/lib/";
    private static final List<String> LIBRARIES = List.of(
            "libtorch.so",
            "libtorch_cpu.so",
            "libc10.so",
            "libtorch_cuda.so",
            "libc10_cuda.so",
            "libcudart-218eec4c.so.12",
            "libcublas.so.12",
            "libcudnn.so.9");

    @TempDir
    Path folder;

    private final Map<String, byte[]> files = new ConcurrentHashMap<>();
    private final List<String> asked = new ArrayList<>();
    private HttpServer server;
    private Path root;

    @BeforeEach
    void serve() throws IOException {
        root = folder.resolve("pytorch");
        StringBuilder index = new StringBuilder("cpu/linux-x86_64/native/lib/libtorch.so.gz\n");
        for (String library : LIBRARIES) {
            index.append(FOLDER).append(library).append(".gz\n");
            files.put(BASE + FOLDER + library + ".gz", gzip("content of " + library));
        }
        files.put(BASE + "files.txt", index.toString().getBytes(StandardCharsets.UTF_8));
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            String path = exchange.getRequestURI().getPath();
            asked.add(path);
            byte[] content = files.get(path);
            exchange.sendResponseHeaders(content == null ? 404 : 200, content == null ? -1 : content.length);
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(content == null ? new byte[0] : content);
            }
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    private LaunchResult install(Map<String, String> environment, String... javaOptions) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Djava.protocol.handler.pkgs=org.biggantune.support");
        command.add("-Dai.djl.offline=true");
        command.addAll(Arrays.asList(javaOptions));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), "org.biggantune.Main"));
        command.addAll(List.of("doctor", "--install", "cuda"));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().keySet().removeIf(name -> name.startsWith("PYTORCH_") || name.startsWith("DJL_"));
        builder.environment().put("DJL_CACHE_DIR", folder.toString());
        builder.environment().putAll(environment);
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");
        Process process =
                builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        return new LaunchResult(process.exitValue(), Files.readString(out), Files.readString(err), process.pid());
    }

    private LaunchResult installFromServer() throws Exception {
        String address = "http://127.0.0.1:" + server.getAddress().getPort();
        return install(Map.of(), "-D" + Handler.SERVER + "=" + address);
    }

    private List<String> cached() throws IOException {
        try (Stream<Path> paths = Files.list(root)) {
            return paths.map(path -> path.getFileName().toString())
                    .filter(name -> !name.equals(".lock"))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void install_fromTheServer_putsEveryLibraryInItsPlaceOnce() throws Exception {
        LaunchResult result = installFromServer();
        assertThat(result.err()).contains("CUDA libraries installed in " + root);
        assertThat(result.exitCode()).isZero();
        assertThat(cached()).containsExactly("2.7.1-cu128-linux-x86_64", "2.7.1.txt");
        Path installed = root.resolve("2.7.1-cu128-linux-x86_64");
        for (String library : LIBRARIES) {
            assertThat(installed.resolve(library)).hasContent("content of " + library);
        }
        assertThat(installed.resolve("0.36.0-libdjl_torch.so")).isNotEmptyFile();
        asked.clear();
        LaunchResult again = installFromServer();
        assertThat(again.err()).contains("CUDA libraries already present in " + root);
        assertThat(asked).isEmpty();
    }

    @Test
    void install_overAnIncompleteFolder_replacesIt() throws Exception {
        Path incomplete = Files.createDirectories(root.resolve("2.7.1-cu128-linux-x86_64"));
        Files.writeString(incomplete.resolve("libtorch.so"), "half");
        assertThat(installFromServer().exitCode()).isZero();
        assertThat(incomplete.resolve("libtorch.so")).hasContent("content of libtorch.so");
        assertThat(cached()).containsExactly("2.7.1-cu128-linux-x86_64", "2.7.1.txt");
    }

    @Test
    void install_damagedFile_isFetchedAgainByTheNextOneAlone() throws Exception {
        String name = BASE + FOLDER + "libtorch_cuda.so.gz";
        byte[] whole = files.put(name, Arrays.copyOf(files.get(name), 20));
        LaunchResult result = installFromServer();
        assertThat(result.exitCode()).isEqualTo(69);
        assertThat(result.err())
                .startsWith("biggan-tune: the CUDA libraries cannot be installed: ")
                .contains("libtorch_cuda.so.gz: damaged gzip file")
                .hasLineCount(1);
        assertThat(root.resolve("2.7.1-cu128-linux-x86_64")).doesNotExist();
        asked.clear();
        files.put(name, whole);
        assertThat(installFromServer().exitCode()).isZero();
        // What was fetched before is not fetched again.
        assertThat(asked).contains(name).doesNotContain(BASE + FOLDER + "libc10.so.gz");
        assertThat(root.resolve("2.7.1-cu128-linux-x86_64").resolve("libtorch_cuda.so"))
                .hasContent("content of libtorch_cuda.so");
        assertThat(cached()).containsExactly("2.7.1-cu128-linux-x86_64", "2.7.1.txt");
    }

    @Test
    void install_indexCutShort_isNotTakenForComplete() throws Exception {
        String index = new String(files.get(BASE + "files.txt"), StandardCharsets.UTF_8);
        files.put(
                BASE + "files.txt",
                index.substring(0, index.indexOf(FOLDER + "libcublas")).getBytes(StandardCharsets.UTF_8));
        LaunchResult result = installFromServer();
        assertThat(result.exitCode()).isEqualTo(69);
        assertThat(result.err()).contains("the download lacks libcublas.so, libcudnn.so");
        assertThat(cached()).containsExactly("2.7.1-cu128-linux-x86_64.part", "2.7.1.txt");
    }

    @Test
    void install_withoutNetwork_saysWhatItNeeds() throws Exception {
        LaunchResult result = install(Map.of());
        assertThat(result.exitCode()).isEqualTo(69);
        assertThat(result.out()).isEmpty();
        assertThat(result.err())
                .isEqualTo("biggan-tune: the CUDA libraries cannot be installed:"
                        + " https://publish.djl.ai/pytorch/2.7.1/files.txt: cannot be downloaded: unknown host publish.djl.ai;"
                        + " check the network (for a proxy set https_proxy=http://HOST:PORT); or give a PyTorch"
                        + " 2.7.1 with CUDA by --libtorch\n");
    }

    @Test
    void install_forbiddenOrContradictedByTheEnvironment_isRefused() throws Exception {
        Map<String, String> refusals = new TreeMap<>(
                Map.of("DJL_OFFLINE", "true", "PYTORCH_FLAVOR", "cpu", "PYTORCH_LIBRARY_PATH", folder.toString()));
        for (Map.Entry<String, String> entry : refusals.entrySet()) {
            LaunchResult result = install(Map.of(entry.getKey(), entry.getValue()));
            assertThat(result.exitCode()).isEqualTo(69);
            assertThat(result.err()).contains(entry.getKey() + "=" + entry.getValue() + " in the environment");
        }
        assertThat(root).doesNotExist();
    }
}
