package org.biggantune.command.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.biggantune.archive.TorchScriptArchive;
import org.biggantune.domain.Conditioning;
import org.biggantune.domain.StopCheck;
import org.biggantune.domain.failure.CorruptInputException;
import org.biggantune.domain.failure.StoppedException;
import org.biggantune.domain.failure.UnsupportedInputException;
import org.biggantune.support.ZipContent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

final class ExternalProbeProcessTest {
    private static final Path PROGRAM = Path.of("src", "test", "resources", "importer", "embedding.pt");
    private static final String PARAMETERS = "    y: Tensor) -> Tensor:\n";
    private static final Duration LONG = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    /** The program with other lines at the beginning of its {@code forward}. */
    private Path beginning(String... lines) throws IOException {
        ZipContent content = ZipContent.read(PROGRAM);
        String name = content.name("code/__torch__.py");
        String code = new String(content.entries().get(name), StandardCharsets.UTF_8);
        int at = code.indexOf(PARAMETERS) + PARAMETERS.length();
        assertThat(at).isGreaterThan(PARAMETERS.length());
        String begun = "    " + String.join("\n    ", lines) + "\n";
        return content.with(name, (code.substring(0, at) + begun + code.substring(at)).getBytes(StandardCharsets.UTF_8))
                .write(folder.resolve("p.pt"));
    }

    private ExternalProgramProbe.Finding find(Path program, ExternalProbeProcess.Bounds bounds) {
        try (TorchScriptArchive archive = TorchScriptArchive.open(program)) {
            archive.requireHarmless();
            ExternalProgramFacts told = new ExternalProgramFacts(
                    OptionalInt.of(5),
                    OptionalInt.empty(),
                    Optional.empty(),
                    Optional.of(Conditioning.EMBEDDING),
                    false);
            return new ExternalProbeProcess(folder, bounds, StopCheck.NEVER)
                    .find(archive, archive.tensors().get("shared.weight"), 5, 1, told);
        }
    }

    private static long children() {
        return ProcessHandle.current().children().count();
    }

    @Test
    void find_ofAProgramThatWorks_tellsWhatItTakes() {
        ExternalProgramProbe.Finding found = find(PROGRAM, new ExternalProbeProcess.Bounds(LONG, Long.MAX_VALUE));
        assertThat(found.conditioning()).isEqualTo(Conditioning.EMBEDDING);
        assertThat(found.resolution()).isEqualTo(8);
    }

    @Test
    void find_ofAProgramWithoutEnd_endsItInTime() throws IOException {
        Path program = beginning("while True:", "  z = torch.add(z, 1)");
        long before = children();
        long begun = System.nanoTime();
        ThrowingCallable trial =
                () -> find(program, new ExternalProbeProcess.Bounds(Duration.ofSeconds(5), Long.MAX_VALUE));
        assertThatThrownBy(trial)
                .isInstanceOf(UnsupportedInputException.class)
                .hasMessageStartingWith(program + ": probing it took longer than 5 s and was stopped.");
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(30));
        assertThat(children()).isEqualTo(before);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void find_ofAProgramThatGrows_endsItBeforeTheMemoryIsFull() throws IOException {
        Path program = beginning(
                "l = annotate(List[Tensor], [])",
                "while True:",
                "  _0 = torch.append(l, torch.ones([256, 1024], dtype=6, layout=0, device=torch.device(\"cpu\")))",
                // What is not used is not computed.
                "  z = torch.add(z, torch.len(l))");
        assertThatThrownBy(() -> find(program, new ExternalProbeProcess.Bounds(LONG, 1L << 30)))
                .isInstanceOf(UnsupportedInputException.class)
                .hasMessageContaining("took more than 1024 MiB of memory and was stopped.");
    }

    @Test
    void find_whenAskedToStop_endsAtOnce() throws IOException {
        Path program = beginning("while True:", "  z = torch.add(z, 1)");
        long before = children();
        StopCheck stop = () -> {
            throw new StoppedException("stopped by SIGTERM");
        };
        try (TorchScriptArchive archive = TorchScriptArchive.open(program)) {
            ExternalProgramFacts told = new ExternalProgramFacts(
                    OptionalInt.of(5), OptionalInt.empty(), Optional.empty(), Optional.empty(), false);
            ExternalProbeProcess trial =
                    new ExternalProbeProcess(folder, new ExternalProbeProcess.Bounds(LONG, Long.MAX_VALUE), stop);
            assertThatThrownBy(() -> trial.find(archive, archive.tensors().get("shared.weight"), 5, 1, told))
                    .isInstanceOf(StoppedException.class);
        }
        assertThat(children()).isEqualTo(before);
    }

    @Test
    void find_ofAProgramThatFails_givesItsReason() throws IOException {
        Path program = beginning("z = torch.matmul(z, z)");
        assertThatThrownBy(() -> find(program, new ExternalProbeProcess.Bounds(LONG, Long.MAX_VALUE)))
                .isInstanceOf(UnsupportedInputException.class)
                .hasMessageStartingWith(program + ": expected a program forward(z, y)")
                .hasMessageContaining("mat1 and mat2 shapes cannot be multiplied");
    }

    @Test
    void find_ofAProgramThatIsReplacedByAnotherKind_isNoInternalError() throws IOException {
        Path program = ZipContent.read(PROGRAM).write(folder.resolve("q.pt"));
        try (TorchScriptArchive archive = TorchScriptArchive.open(program)) {
            Files.write(program, new byte[] {1, 2, 3});
            ExternalProgramFacts told = new ExternalProgramFacts(
                    OptionalInt.of(5), OptionalInt.empty(), Optional.empty(), Optional.empty(), false);
            ExternalProbeProcess.Bounds bounds = new ExternalProbeProcess.Bounds(LONG, Long.MAX_VALUE);
            assertThatThrownBy(() -> new ExternalProbeProcess(folder, bounds, StopCheck.NEVER)
                            .find(archive, archive.tensors().get("shared.weight"), 5, 1, told))
                    .isInstanceOfAny(UnsupportedInputException.class, CorruptInputException.class)
                    .hasMessageStartingWith(program.toString());
        }
    }
}
