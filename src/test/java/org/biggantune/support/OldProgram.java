package org.biggantune.support;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * TorchScript programs in the layout of {@code torch.jit.save} of PyTorch 1.3 to 1.5, which says file format 1 or 2: the
 * version and the storages come first and stand anywhere, every source begins with {@code op_version_set = 1}, sources are
 * deflated, and there is neither {@code byteorder} nor {@code .data}.
 */
public final class OldProgram {
    private static final String OPERATORS = "op_version_set = 1\n";

    private OldProgram() {}

    /** Writes a program that a later PyTorch saved as an earlier one would have; for operators that both have. */
    public static Path write(Path program, String version, Path target) throws IOException {
        Map<String, byte[]> entries = ZipContent.read(program).entries();
        String folder = entries.keySet().iterator().next().split("/")[0] + "/";
        try (OutputStream out = Files.newOutputStream(target);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            TestCheckpoints.put(zip, folder + "version", (version + "\n").getBytes(StandardCharsets.US_ASCII));
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                if (entry.getKey().startsWith(folder + "data/")
                        || entry.getKey().startsWith(folder + "constants/")) {
                    TestCheckpoints.put(zip, entry.getKey(), entry.getValue());
                }
            }
            TestCheckpoints.put(zip, folder + "data.pkl", entries.get(folder + "data.pkl"));
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                if (entry.getKey().startsWith(folder + "code/")) {
                    zip.putNextEntry(new ZipEntry(entry.getKey()));
                    zip.write(entry.getKey().endsWith(".py") ? marked(entry.getValue()) : entry.getValue());
                    zip.closeEntry();
                }
            }
            TestCheckpoints.put(zip, folder + "constants.pkl", entries.get(folder + "constants.pkl"));
        }
        return target;
    }

    private static byte[] marked(byte[] source) {
        return (OPERATORS + new String(source, StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8);
    }
}
