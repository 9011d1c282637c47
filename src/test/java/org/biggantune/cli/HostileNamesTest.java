package org.biggantune.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.biggantune.support.Fixtures;
import org.biggantune.support.ToolRun;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Names that would clear a screen, set a window's title, turn the reading direction or begin a line of their own. */
final class HostileNamesTest {
    private static final String CLEAR = "\u001b[2J \u001b]0;pwn\u0007 red";
    private static final String CLEAR_SHOWN = "\\u001b[2J \\u001b]0;pwn\\u0007 red";
    private static final String TURNED = "\u202egnip\u202c \u009b31m";

    @TempDir
    static Path folder;

    private static Path generator;

    @BeforeAll
    static void importGenerator() {
        generator = folder.resolve("hostile.pt");
        ToolRun run = ToolRun.of(
                "import",
                "generator",
                Fixtures.require("demo/G_ema.pth"),
                "-o",
                generator,
                "--class-names",
                CLEAR + ",trouser,größe,日本,two\nlines," + TURNED + ",sneaker,bag");
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertHarmless(run);
    }

    @Test
    void inspect_ofAModelWithSuchNames_showsThemEscaped() throws IOException {
        ToolRun text = ToolRun.of("inspect", generator);
        assertHarmless(text);
        assertThat(text.out()).contains(CLEAR_SHOWN);
        ToolRun json = ToolRun.of("inspect", generator, "--json");
        assertHarmless(json);
        assertThat(new JsonMapper().readTree(json.out()).toString()).contains("日本", "größe", TURNED);
    }

    @Test
    void errors_thatNameThem_areOneHarmlessLine() {
        ToolRun near = ToolRun.of("sample", "--generator", generator, "--class", "twolimes", "--out", folder);
        assertThat(near.exitCode()).isEqualTo(2);
        assertThat(near.err()).contains("two\\u000alines");
        assertHarmless(near);
        assertThat(near.err().lines()).hasSize(1);
        ToolRun typed = ToolRun.of("sample", "--generator", generator, "--class", CLEAR + "der\nx", "--out", folder);
        assertHarmless(typed);
        assertThat(typed.err().lines()).hasSize(1);
        ToolRun file = ToolRun.of("inspect", folder.resolve("no\nsuch\u001b[2J.pt"));
        assertThat(file.exitCode()).isEqualTo(66);
        assertThat(file.err()).contains("no\\u000asuch\\u001b[2J.pt").contains("no such file");
        assertHarmless(file);
    }

    @Test
    void errors_ofSettingsFiles_showTheirKeysEscaped() throws IOException {
        Path settings = Files.writeString(folder.resolve("own.yaml"), "\"\\e[2J\\nkey\": 1\n");
        ToolRun run = ToolRun.of("sample", "--config", settings, "--class", "0", "--out", folder.resolve("x.png"));
        assertThat(run.exitCode()).isNotZero();
        assertThat(run.err()).contains("\\u001b[2J\\u000akey");
        assertHarmless(run);
    }

    /** Nothing acts but the ends of lines. */
    private static void assertHarmless(ToolRun run) {
        for (String text : new String[] {run.out(), run.err()}) {
            assertThat(text.codePoints().filter(c -> c != '\n' && isActing(c)).toArray())
                    .as(text)
                    .isEmpty();
        }
    }

    private static boolean isActing(int c) {
        return Character.isISOControl(c)
                || (c >= 0x200b && c <= 0x200f)
                || (c >= 0x2028 && c <= 0x202e)
                || (c >= 0x2060 && c <= 0x2069);
    }
}
