package org.biggantune.importer;

import java.nio.file.Path;
import java.util.Map;
import org.biggantune.archive.script.ScriptModule;
import org.biggantune.archive.script.TorchScriptWriter;
import org.biggantune.domain.Precision;
import org.biggantune.io.AtomicFile;

/**
 * A program that repeatedly multiplies by a square matrix, for measuring a machine's peak throughput. It converts its
 * arguments once, so that the products take nearly all the time.
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
     * Writes the program: {@code forward(x, y)} returns x · yᶜᵒᵘⁿᵗ in float32.
     *
     * @param target the archive
     * @param precision the precision of the products
     * @param count the number of products
     */
    public static void write(Path target, Precision precision, int count) {
        ScriptModule program = ScriptModule.withMethods("Product", FORWARD)
                .integer("dtype", precision == Precision.BF16 ? BFLOAT16 : FLOAT32)
                .integer("count", count);
        AtomicFile.write(target, channel -> TorchScriptWriter.write(channel, "product", program, "", Map.of()));
    }
}
