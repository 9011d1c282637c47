package org.biggantune.command.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.biggantune.support.HostilePrograms;
import org.biggantune.support.ToolRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class HostileProgramTest {
    @TempDir
    Path folder;

    private ToolRun sampling(Path generator, Object... more) {
        Object[] arguments = {
            "sample", "--generator", generator, "--class", 0, "--seeds", 0, "--raw", folder.resolve("images.npy")
        };
        Object[] all = new Object[arguments.length + more.length];
        System.arraycopy(arguments, 0, all, 0, arguments.length);
        System.arraycopy(more, 0, all, arguments.length, more.length);
        return ToolRun.of(all);
    }

    private Path savingTo(Path victim) throws IOException {
        return HostilePrograms.beginning(folder.resolve("g.pt"), "_0 = torch.save(z, \"" + victim + "\")");
    }

    @Test
    void programThatWritesAFile_sampled_isRefusedByNameAndWritesNothing() throws IOException {
        Path victim = folder.resolve("victim");
        Path model = savingTo(victim);
        ToolRun run = sampling(model);
        assertThat(run.err())
                .startsWith("biggan-tune: " + model + ": refused: its code (__torch__/biggan_tune.py, line ")
                .contains(") calls torch.save; ")
                .contains("--trust")
                .hasLineCount(1);
        assertThat(run.exitCode()).isEqualTo(65);
        assertThat(victim).doesNotExist();
        assertThat(folder.resolve("images.npy")).doesNotExist();
    }

    @Test
    void programThatWritesAFile_trusted_runs() throws IOException {
        Path victim = folder.resolve("victim");
        ToolRun run = sampling(savingTo(victim), "--trust");
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(victim).exists();
    }

    @Test
    void programThatWritesAFile_tuned_leavesNoRun() throws IOException {
        Path out = folder.resolve("run");
        ToolRun run =
                ToolRun.of("improve", "--generator", savingTo(folder.resolve("victim")), "--class", 0, "--out", out);
        assertThat(run.err()).contains("calls torch.save").hasLineCount(1);
        assertThat(run.exitCode()).isEqualTo(65);
        assertThat(out).doesNotExist();
        assertThat(folder.resolve("victim")).doesNotExist();
    }

    @Test
    void programThatWritesAFile_checkedAndInspected_isSoundAndNamed() throws IOException {
        Path model = savingTo(folder.resolve("victim"));
        ToolRun check = ToolRun.of("check", model);
        assertThat(check.exitCode()).isZero();
        assertThat(check.out()).contains("runs with --trust only: its code").contains("calls torch.save");
        assertThat(ToolRun.of("inspect", "--json", model).out()).contains("\"runsWithTrustOnly\"", "calls torch.save");
    }

    @Test
    void trust_inAFile_isRefused() throws IOException {
        Path config = Files.writeString(folder.resolve("c.yaml"), "trust: true\n");
        ToolRun run = sampling(Path.of("models", "demo.pt"), "--config", config);
        assertThat(run.exitCode()).isEqualTo(78);
        assertThat(run.err()).contains("trust").hasLineCount(1);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 1000, 1L << 28})
    void constantBeyondItsStorage_isRefusedByAllCommands(long offset) throws IOException {
        Path model = HostilePrograms.ofConstant(folder.resolve("g.pt"), offset);
        String reason = "tensor '0' reaches element " + (offset + 191) + " of storage '0', which has 192";
        for (ToolRun run : new ToolRun[] {sampling(model), sampling(model, "--trust"), ToolRun.of("inspect", model)}) {
            assertThat(run.err()).isEqualTo("biggan-tune: " + model + ": " + reason + "\n");
            assertThat(run.exitCode()).isEqualTo(65);
        }
        ToolRun check = ToolRun.of("check", "--json", model);
        assertThat(check.exitCode()).isEqualTo(65);
        assertThat(check.out()).contains(reason);
    }

    @Test
    void constantWithinItsStorage_isUsed() throws IOException {
        Path model = HostilePrograms.ofConstant(folder.resolve("g.pt"), 0);
        assertThat(ToolRun.of("check", model).exitCode()).isZero();
        // The metadata promise 32 pixels; the program itself is in order.
        assertThat(sampling(model).err()).doesNotContain("refused", "reaches element");
    }

    @Test
    void tensorsBeyondTheirStorages_whereNobodySeesThem_areRefused() throws IOException {
        for (Path model : new Path[] {
            HostilePrograms.ofKey(folder.resolve("key.pt"), 1 << 28),
            HostilePrograms.ofReplacedValue(folder.resolve("value.pt"), 1 << 28)
        }) {
            assertThat(sampling(model).err())
                    .contains("reaches element 268435647")
                    .hasLineCount(1);
            assertThat(sampling(model, "--trust").exitCode()).isEqualTo(65);
            assertThat(ToolRun.of("check", model).exitCode()).isEqualTo(65);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"(", "-", "not ", "["})
    void deeplyNestedCode_isRefused(String opening) throws IOException {
        String closing = opening.equals("(") ? ")" : opening.equals("[") ? "]" : "";
        String line = "x = " + opening.repeat(200_000) + "1" + closing.repeat(200_000);
        ToolRun run = sampling(HostilePrograms.beginning(folder.resolve("g.pt"), line));
        assertThat(run.err()).contains("nests deeper than 200 levels").hasLineCount(1);
        assertThat(run.exitCode()).isEqualTo(65);
    }
}
