package org.biggantune.support;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.biggantune.archive.pickle.PickleBytes;

/** Copies of the demo generator that do what no generator needs to; libtorch loads them and does it. */
public final class HostilePrograms {
    private static final Path DEMO = Path.of("models", "demo.pt");
    private static final String FORWARD = "  def forward(self, z: Tensor, y: Tensor) -> Tensor:\n";
    private static final int NUMBERS = 192;

    private HostilePrograms() {}

    /** The demo whose {@code forward} begins with other lines; each without indentation or end. */
    public static Path beginning(Path file, String... lines) throws IOException {
        ZipContent content = ZipContent.read(DEMO);
        String name = content.name(".py");
        String code = new String(content.entries().get(name), StandardCharsets.UTF_8);
        int forward = code.indexOf(FORWARD, code.indexOf("class Generator"));
        if (forward < 0) {
            throw new AssertionError("no " + FORWARD);
        }
        StringBuilder changed = new StringBuilder(code);
        int at = forward + FORWARD.length();
        for (String line : lines) {
            changed.insert(at, "    " + line + "\n");
            at += line.length() + 5;
        }
        return content.with(name, changed.toString().getBytes(StandardCharsets.UTF_8))
                .write(file);
    }

    /** The demo that gives back a tensor of {@code constants.pkl} in place of its images, a view from some number on. */
    public static Path ofConstant(Path file, long offset) throws IOException {
        beginning(file, "return torch.view(CONSTANTS.c0, [1, 3, 8, 8])");
        return ZipContent.read(file)
                .with(
                        "demo/constants.pkl",
                        tensor(new PickleBytes().op(0x80, 2), offset).op(0x85).stop())
                .with("demo/constants/0", new byte[4 * NUMBERS])
                .write(file);
    }

    /** The demo whose {@code constants.pkl} holds such a tensor as the key of a dict. */
    public static Path ofKey(Path file, long offset) throws IOException {
        return ZipContent.read(DEMO)
                .with(
                        "demo/constants.pkl",
                        tensor(new PickleBytes().op(0x80, 2, '}'), offset)
                                .number(1)
                                .op('s', 0x85)
                                .stop())
                .with("demo/constants/0", new byte[4 * NUMBERS])
                .write(file);
    }

    /** The demo whose {@code constants.pkl} holds such a tensor where a later value takes its place. */
    public static Path ofReplacedValue(Path file, long offset) throws IOException {
        PickleBytes pickle = tensor(new PickleBytes().op(0x80, 2, '}').text("a"), offset);
        return ZipContent.read(DEMO)
                .with(
                        "demo/constants.pkl",
                        pickle.op('s').text("a").number(1).op('s', 0x85).stop())
                .with("demo/constants/0", new byte[4 * NUMBERS])
                .write(file);
    }

    private static PickleBytes tensor(PickleBytes pickle, long offset) {
        return pickle.tensor("FloatStorage", "0", NUMBERS, offset, new long[] {NUMBERS}, new long[] {1});
    }
}
