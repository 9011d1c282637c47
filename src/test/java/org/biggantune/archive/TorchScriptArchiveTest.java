package org.biggantune.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.biggantune.domain.MissingInputException;
import org.biggantune.domain.UnsupportedInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TorchScriptArchiveTest {
    private static final Path TINY = ArchiveFiles.resource("tiny_torchscript.pt");

    @TempDir
    Path folder;

    @Test
    void tensors_ofASavedModule_haveTheirDottedNamesAndValues() {
        try (TorchScriptArchive archive = TorchScriptArchive.open(TINY)) {
            assertThat(archive.path()).isEqualTo(TINY);
            assertThat(archive.rootClass()).isEqualTo("__torch__.Tiny");
            assertThat(archive.tensors().names())
                    .containsExactly(
                            "count",
                            "plain",
                            "parts.0",
                            "parts.1",
                            "blocks.0.0.weight",
                            "blocks.0.0.bias",
                            "shared.weight");
            assertThat(archive.tensors().get("count").longs()).containsExactly(3);
            assertThat(archive.tensors().get("plain", 3, 2).floats()).containsExactly(0, 3, 1, 4, 2, 5);
            assertThat(archive.tensors().get("parts.1").floats()).containsExactly(0.5f, 0.5f);
            assertThat(archive.tensors().get("blocks.0.0.weight", 3, 2, 1, 1).floats())
                    .containsExactly(-2, -1, 0, 1, 2, 3);
            assertThat(archive.tensors().get("blocks.0.0.bias").floats()).containsExactly(.25f, -.5f, 1);
            assertThat(archive.tensors().get("shared.weight", 4, 3).floats())
                    .startsWith(0, .25f, .5f)
                    .endsWith(2.75f);
        }
    }

    @Test
    void attributes_ofASavedModule_arePlainValues() {
        try (TorchScriptArchive archive = TorchScriptArchive.open(TINY)) {
            assertThat(archive.attributes())
                    .containsEntry("title", "tiny")
                    .containsEntry("width", 5L)
                    .containsEntry("scale", 1.5)
                    .containsEntry("flag", true)
                    .containsEntry("training", false)
                    .containsEntry("sizes.2", 3L)
                    .containsEntry("triple.2", "x")
                    .containsEntry("table.b", 2L)
                    .containsEntry("blocks.0.0.transposed", false);
        }
    }

    @Test
    void extra_savedWithTheProgram_isFound() {
        try (TorchScriptArchive archive = TorchScriptArchive.open(TINY)) {
            assertThat(archive.extra("biggan-tune.json").orElseThrow())
                    .isEqualTo("{\"schema\": 1}".getBytes(StandardCharsets.US_ASCII));
            assertThat(archive.extra("other")).isEmpty();
            assertThat(archive.entries()).hasSize(25);
        }
    }

    @Test
    void isTorchScript_ofEachKindOfFile_tellsThemApart() {
        assertThat(TorchScriptArchive.isTorchScript(TINY)).isTrue();
        assertThat(TorchScriptArchive.isTorchScript(ArchiveFiles.resource("mini_zip.pth")))
                .isFalse();
        assertThat(TorchScriptArchive.isTorchScript(ArchiveFiles.resource("mini_legacy.pth")))
                .isFalse();
        assertThat(TorchScriptArchive.isTorchScript(ArchiveFiles.resource("c_f4.npy")))
                .isFalse();
        assertThatThrownBy(() -> TorchScriptArchive.isTorchScript(folder.resolve("none")))
                .isInstanceOf(MissingInputException.class);
    }

    @Test
    void open_aCheckpoint_isRefused() {
        assertThatThrownBy(() -> TorchScriptArchive.open(ArchiveFiles.resource("mini_zip.pth")))
                .isInstanceOf(UnsupportedInputException.class)
                .hasMessageContaining("is not a TorchScript program (it has no code)");
        assertThatThrownBy(() -> TorchScriptArchive.open(ArchiveFiles.resource("mini_legacy.pth")))
                .isInstanceOf(UnsupportedInputException.class)
                .hasMessageContaining("is not a zip file: it seems to be a Python pickle");
    }
}
