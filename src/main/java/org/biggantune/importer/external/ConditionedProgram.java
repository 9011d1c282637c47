package org.biggantune.importer.external;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.regex.Pattern;
import org.biggantune.archive.MetadataFormat;
import org.biggantune.archive.TorchScriptArchive;
import org.biggantune.archive.script.ScriptPickler;
import org.biggantune.archive.script.ScriptTensor;
import org.biggantune.archive.script.WrapperNames;
import org.biggantune.domain.Conditioning;
import org.biggantune.domain.failure.UnsupportedInputException;
import org.biggantune.io.MessageText;

/**
 * Writes a third-party TorchScript generator as an archive whose program is {@code forward(z, y)}, y the embeddings.
 *
 * <p>A program that takes embeddings is copied unchanged and gets the metadata added. One that looks embeddings up is
 * wrapped: the class embeddings become a parameter {@code embedding} of the wrapper, which during a call replaces the
 * program's matrix by y, one embedding per sample, and requests row i for sample i. The program's code runs unchanged,
 * and gradients reach y. A program with a truncation argument is always wrapped and called with the same truncation.
 */
public final class ConditionedProgram {
    /** The wrapper's parameter with the class embeddings. */
    public static final String WRAPPED_PARAMETER = "embedding";

    private static final String SCOPE = "biggan_tune_conditioned";
    private static final String KEY = "biggan_tune_embedding";
    private static final WrapperNames NAMES =
            new WrapperNames("__torch__." + SCOPE, "Conditioned", WRAPPED_PARAMETER, "program");
    private static final Pattern IDENTIFIER = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    private final TorchScriptArchive archive;
    private final String parameter;
    private final Conditioning conditioning;
    private final boolean transposed;
    private final OptionalDouble truncation;

    /**
     * Creates a writer of a program.
     *
     * @param archive the open file
     * @param parameter its matrix of class embeddings
     * @param conditioning the type of its class argument
     * @param transposed whether the matrix is [embedding size, classes]
     * @param truncation the value of its third argument; empty if it has none
     */
    public ConditionedProgram(
            TorchScriptArchive archive,
            String parameter,
            Conditioning conditioning,
            boolean transposed,
            OptionalDouble truncation) {
        this.archive = archive;
        this.parameter = parameter;
        this.conditioning = conditioning;
        this.transposed = transposed;
        this.truncation = truncation;
    }

    /** Whether the program is wrapped. */
    public boolean wrapped() {
        return conditioning != Conditioning.EMBEDDING || truncation.isPresent();
    }

    /** Returns the number of classes. */
    public int classes() {
        return size(transposed ? 1 : 0);
    }

    /** Returns the length of an embedding. */
    public int embeddingSize() {
        return size(transposed ? 0 : 1);
    }

    /** Returns the name of the matrix in the written archive. */
    public String writtenParameter() {
        return wrapped() ? WRAPPED_PARAMETER : parameter;
    }

    /** Reads the class embeddings, row-major [classes, embedding size]. */
    public float[] embeddings() {
        float[] stored = archive.tensors().finiteFloats(parameter);
        if (!transposed) {
            return stored;
        }
        int rows = classes();
        int columns = embeddingSize();
        float[] matrix = new float[stored.length];
        for (int r = 0; r < rows; r++) {
            for (int c = 0; c < columns; c++) {
                matrix[r * columns + c] = stored[c * rows + r];
            }
        }
        return matrix;
    }

    /**
     * Writes the archive.
     *
     * @param target published atomically
     * @param metadata the bytes of {@code extra/biggan-tune.json}
     * @throws UnsupportedInputException if the program cannot be converted to take embeddings, or its matrix could not
     *     be replaced afterwards
     */
    public void write(Path target, byte[] metadata) {
        Map<String, byte[]> contents = new LinkedHashMap<>();
        contents.put("extra/" + MetadataFormat.FILE, metadata);
        if (!wrapped()) {
            archive.requireReplaceable(parameter);
        } else {
            float[] values = embeddings();
            ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(values.length, Float.BYTES))
                    .order(ByteOrder.LITTLE_ENDIAN);
            bytes.asFloatBuffer().put(values);
            ScriptTensor matrix = ScriptTensor.of(values, classes(), embeddingSize());
            contents.put("data.pkl", ScriptPickler.around(NAMES, archive.pickle(), KEY, matrix));
            contents.put("data/" + KEY, bytes.array());
            contents.put("code/__torch__/" + SCOPE + ".py", source().getBytes(StandardCharsets.UTF_8));
        }
        archive.copyWith(target, contents);
    }

    private String source() {
        List<String> lines = new ArrayList<>(List.of(
                "class " + NAMES.className() + "(Module):",
                "  __parameters__ = [\"" + WRAPPED_PARAMETER + "\", ]",
                "  __buffers__ = []",
                "  training : bool",
                "  " + WRAPPED_PARAMETER + " : Tensor",
                "  program : " + archive.rootClass(),
                "  def forward(self, z: Tensor, y: Tensor) -> Tensor:"));
        String call = "(self.program).forward(z, %s" + third() + ")";
        if (conditioning == Conditioning.EMBEDDING) {
            lines.add("    return " + String.format(Locale.ROOT, call, "y"));
        } else {
            lines.addAll(lookup(String.format(Locale.ROOT, call, "c")));
        }
        lines.add("");
        return String.join("\n", lines);
    }

    /** Returns the truncation as an argument, a zero-dimensional tensor on the device of z. */
    private String third() {
        if (truncation.isEmpty()) {
            return "";
        }
        String number = BigDecimal.valueOf(truncation.getAsDouble()).toPlainString();
        return ", torch.full_like(torch.select(torch.select(z, 0, 0), 0, 0), " + number + ")";
    }

    /** Returns statements that let the program look up y instead of its own matrix. */
    private List<String> lookup(String call) {
        String[] path = parameter.split("\\.", -1);
        String name = path[path.length - 1];
        if (!IDENTIFIER.matcher(name).matches()) {
            throw new UnsupportedInputException(archive.path() + ": tensor " + MessageText.quoted(parameter)
                    + " is in a list; expected an attribute of a module, which can be replaced");
        }
        StringBuilder owner = new StringBuilder("self.program");
        for (int i = 0; i < path.length - 1; i++) {
            owner.insert(0, "getattr(").append(", \"").append(path[i]).append("\")");
        }
        boolean ids = conditioning == Conditioning.IDS;
        String ones = "torch.ones_like(torch.select(z, 1, 0)" + (ids ? ", dtype=4)" : ")");
        return List.of(
                "    owner = " + owner,
                "    own = owner." + name,
                "    owner." + name + " = " + (transposed ? "torch.t(y)" : "y"),
                "    one = " + ones,
                "    c = " + (ids ? "torch.sub(torch.cumsum(one, 0), 1)" : "torch.diag(one)"),
                "    images = " + call,
                "    owner." + name + " = own",
                "    return images");
    }

    private int size(int dimension) {
        return Math.toIntExact(archive.tensors().get(parameter).shape()[dimension]);
    }
}
