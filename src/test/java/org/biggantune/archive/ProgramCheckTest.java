package org.biggantune.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.biggantune.archive.pickle.PickleBytes;
import org.biggantune.domain.failure.CorruptInputException;
import org.biggantune.domain.failure.UnsupportedInputException;
import org.biggantune.support.SmallProgram;
import org.biggantune.support.ZipContent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ProgramCheckTest {
    private static final Path DEMO = Path.of("models", "demo.pt");
    private static final Path TRACED = Path.of("src", "test", "resources", "importer", "embedding.pt");
    private static final String SOURCE = "__torch__/m.py";

    @TempDir
    Path folder;

    private Path file() {
        return folder.resolve("p.pt");
    }

    private static String refusal(Path file) {
        try (TorchScriptArchive archive = TorchScriptArchive.open(file)) {
            return archive.refusal().orElse("");
        }
    }

    /** A program of a class and the pickle of its object. */
    private Path program(String code, PickleBytes pickle) throws IOException {
        ZipContent content = new ZipContent()
                .with("m/data.pkl", pickle.stop())
                .with("m/code/" + SOURCE, code.getBytes(StandardCharsets.UTF_8))
                .with("m/constants.pkl", new PickleBytes().op(0x80, 2, ')').stop())
                .with("m/version", new byte[] {'3', '\n'});
        return content.write(file());
    }

    /** The beginning of an object's pickle, up to a mark. */
    private static PickleBytes object(PickleBytes pickle, String name) {
        return pickle.global("__torch__.m", name).op(')', 0x81, '}', '(');
    }

    private static PickleBytes begun() {
        return new PickleBytes().op(0x80, 2);
    }

    @ParameterizedTest
    @CsvSource({
        "demo/Code/__torch__/evil.py, is not written as libtorch writes it",
        "demo/DATA/0, differ only in case",
        "demo/CONSTANTS.PKL, differ only in case",
        "DEMO/code/__torch__/evil.py, is not in the folder 'demo/'",
        "demo/Byteorder2/../x, is not a plain relative path"
    })
    void open_entryThatLibtorchWouldTakeForAnother_isRefused(String name, String reason) throws IOException {
        Path file = ZipContent.read(DEMO).with(name, new byte[] {1}).write(file());
        assertThatThrownBy(() -> TorchScriptArchive.open(file))
                .isInstanceOf(CorruptInputException.class)
                .hasMessageStartingWith(file + ": ")
                .hasMessageContaining(reason);
    }

    @Test
    void open_programOfBothFormats_isRefused() throws IOException {
        Path file =
                ZipContent.read(DEMO).with("demo/model.json", new byte[] {1}).write(file());
        assertThatThrownBy(() -> TorchScriptArchive.open(file))
                .isInstanceOf(UnsupportedInputException.class)
                .hasMessageContaining("has both a data.pkl and a model.json");
    }

    @Test
    void open_firstEntryInAnotherFolder_isRefused() throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        entries.put("other/version", new byte[] {'3'});
        entries.putAll(ZipContent.read(DEMO).entries());
        Path file = new ZipContent(entries).write(file());
        assertThatThrownBy(() -> TorchScriptArchive.open(file))
                .hasMessageContaining("'other/version' is not in the folder");
    }

    @Test
    void open_entriesBesideTheFolder_areLeftAlone() throws IOException {
        Path file = ZipContent.read(DEMO).with("__MACOSX/x", new byte[] {1}).write(file());
        assertThat(refusal(file)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"0, 0, 5, true", "0, 6, 6, false", "0, 3, 2, false", "7, 0, 1, false", "-1, 0, 1, false"})
    void open_tableOfPlacesInTexts_mustPointIntoThem(long text, long start, long end, boolean sound)
            throws IOException {
        PickleBytes table = begun().op('(')
                .text("FORMAT_WITH_STRING_TABLE")
                .op('(')
                .text("hello")
                .op('t', '(', '(');
        // A row: where in the code, (source, start, end), tag; a source: lines, file and first line.
        table.number(0)
                .op('(', '(')
                .global("torch.jit._pickle", "build_intlist")
                .op('(', ']')
                .number(text);
        table.op('a', 't', 'R')
                .number(0)
                .number(1)
                .op('t')
                .number(start)
                .number(end)
                .op('t')
                .number(0);
        table.op('t', 't', 't');
        ZipContent content = ZipContent.read(TRACED);
        Path file = content.with(content.name("__torch__.py.debug_pkl"), table.stop())
                .write(file());
        if (sound) {
            assertThat(refusal(file)).isEmpty();
        } else {
            assertThatThrownBy(() -> TorchScriptArchive.open(file))
                    .isInstanceOf(CorruptInputException.class)
                    .hasMessageContaining("points beyond its texts");
            assertThat(FileCheck.of(file).entries())
                    .filteredOn(entry -> entry.problem().isPresent())
                    .singleElement()
                    .satisfies(entry -> assertThat(entry.name()).endsWith(".debug_pkl"));
        }
    }

    @Test
    void refusal_ofObjectsAsDeclared_isEmpty() throws IOException {
        String code =
                "class A(Module):\n  n : int\n  r : Optional[float]\n  l : List[__torch__.m.B]\nclass B:\n  s : str\n";
        PickleBytes pickle = object(begun(), "A")
                .text("n")
                .number(1)
                .text("r")
                .op('N')
                .text("l")
                .op(']');
        object(pickle, "B").text("s").text("x").op('u', 'b', 'a', 'u', 'b');
        assertThat(refusal(program(code, pickle))).isEmpty();
    }

    @Test
    void refusal_ofAnObjectInThePlaceOfAnother_namesTheAttribute() throws IOException {
        String code = "class A(Module):\n  b : __torch__.m.B\nclass B:\n  s : str\nclass C:\n  x : int\n";
        PickleBytes pickle = object(begun(), "A").text("b");
        object(pickle, "C").text("x").number(1).op('u', 'b', 'u', 'b');
        assertThat(refusal(program(code, pickle)))
                .isEqualTo("the attribute b of __torch__.m.A is not the __torch__.m.B that its code declares");
    }

    @Test
    void refusal_ofATupleOfAnotherLength_namesTheAttribute() throws IOException {
        PickleBytes pickle = object(begun(), "A").text("t").op('(').number(1).op('t', 'u', 'b');
        assertThat(refusal(program("class A(Module):\n  t : Tuple[int, int]\n", pickle)))
                .contains("the attribute t of __torch__.m.A is not the Tuple[int, int]");
    }

    @Test
    void refusal_ofAnObjectWhoseClassIsNotDeclared_namesIt() throws IOException {
        PickleBytes pickle = begun().global("__torch__.torch.classes.quantized", "LinearPackedParamsBase");
        assertThat(refusal(program("class A(Module):\n  t : int\n", pickle.op(')', 0x81, 'N', 'b'))))
                .contains("an object of __torch__.torch.classes.quantized.LinearPackedParamsBase");
    }

    @Test
    void refusal_ofQuantizedPrograms_namesWhatTheyCall() {
        assertThat(refusal(ArchiveFiles.resource("frozen_quantized.pt"))).contains("calls torch.dequantize");
    }

    @Test
    void refusal_ofAProgramWithEveryStatement_isEmpty() throws IOException {
        assertThat(refusal(SmallProgram.write(file()))).isEmpty();
    }
}
