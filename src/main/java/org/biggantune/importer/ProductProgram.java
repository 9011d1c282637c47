package org.biggantune.importer;

import java.nio.file.Path;
import java.util.Map;
import org.biggantune.archive.script.ScriptModule;
import org.biggantune.archive.script.TorchScriptWriter;
import org.biggantune.domain.Precision;
import org.biggantune.io.AtomicFile;

/**
 * A program that multiplies a square matrix again and again by another: how fast a machine can compute at all. It
 * converts its arguments once, so that the products are nearly all of its time.
 */
public final class ProductProgram {
    private static final int FLOAT32 = 6;
    private static final int BFLOAT16 = 15;
    private static final String FORWARD = """
              def forward(self, x: Tensor, y: Tensor) -> Tensor:
                x = x.to(self.dtype)
                y = y.to(self.dtype)
                for i in range(self.count):
                  x = torch.mm(x, y)
                return x.to(6)
            """;

    private ProductProgram() {}

    /**
     * Writes the program: {@code forward(x, y)} gives x · yᶜᵒᵘⁿᵗ in float32.
     *
     * @param target the archive
     * @param precision what it multiplies in
     * @param count how many products
     */
    public static void write(Path target, Precision precision, int count) {
        ScriptModule program = ScriptModule.withMethods("Product", FORWARD)
                .integer("dtype", precision == Precision.BF16 ? BFLOAT16 : FLOAT32)
                .integer("count", count);
        AtomicFile.write(target, channel -> TorchScriptWriter.write(channel, "product", program, "", Map.of()));
    }
}
