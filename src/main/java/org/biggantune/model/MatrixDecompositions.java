package org.biggantune.model;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Path;
import java.util.Map;
import org.biggantune.archive.script.ScriptModule;
import org.biggantune.archive.script.TorchScriptWriter;
import org.biggantune.io.AtomicFile;
import org.biggantune.io.TemporaryFolder;

/**
 * Products and decompositions of float64 matrices by libtorch's LAPACK. Always runs on the CPU, even if models run on a
 * GPU, so that results do not depend on the device. DJL does not expose the decompositions; a small TorchScript program
 * does. The caller closes it, before the runtime.
 */
public final class MatrixDecompositions implements AutoCloseable {
    private static final String METHODS = """
              def forward(self, x: Tensor) -> Tensor:
                return torch.linalg_svdvals(x)
              def eigen(self, x: Tensor) -> Tuple[Tensor, Tensor]:
                values, vectors = torch.linalg_eigh(x)
                return (values, vectors)
            """;

    private final TorchProgram program;
    private final NDManager manager;

    private MatrixDecompositions(TorchProgram program) {
        this.program = program;
        this.manager = NDManager.newBaseManager(Device.cpu(), "PyTorch");
    }

    /**
     * A factor F of a symmetric positive semi-definite matrix FFᵀ.
     *
     * @param rows the matrix's size
     * @param columns its numerical rank; 0 for a zero matrix
     * @param values row-major [rows, columns]
     */
    @SuppressWarnings("ArrayRecordComponent") // handed from one decomposition to the next, never compared
    public record Factor(int rows, int columns, double[] values) {}

    /** Writes and loads the program. */
    public static MatrixDecompositions open(TorchRuntime runtime) {
        try (TemporaryFolder folder = TemporaryFolder.create("biggan-tune-matrices")) {
            Path file = folder.path().resolve("decompositions.pt");
            ScriptModule module = ScriptModule.withMethods("Decompositions", METHODS);
            AtomicFile.write(file, channel -> TorchScriptWriter.write(channel, "decompositions", module, "", Map.of()));
            return new MatrixDecompositions(new TorchProgram(file, runtime));
        }
    }

    /**
     * Computes XᵀX.
     *
     * @param values row-major [count, size]
     * @param size the number of columns of X
     * @return row-major [size, size]
     */
    public double[] gram(double[] values, int size) {
        try (NDManager scope = manager.newSubManager()) {
            NDArray x = scope.create(values, new Shape(values.length / size, size));
            return x.transpose().matMul(x).toDoubleArray();
        }
    }

    /**
     * Factors a symmetric matrix that is positive semi-definite up to rounding: eigenvectors times the square roots of
     * their eigenvalues. Eigenvalues of at most size · 2⁻⁵² times the largest count as 0 and are dropped.
     *
     * @param symmetric row-major [size, size]
     */
    public Factor factor(double[] symmetric, int size) {
        try (NDManager scope = manager.newSubManager()) {
            NDList eigen = program.call("eigen", 2, scope.create(symmetric, new Shape(size, size)));
            double[] ascending = eigen.get(0).toDoubleArray();
            double least = Math.max(0, ascending[size - 1]) * size * Math.ulp(1.0);
            int first = 0;
            while (first < size && ascending[first] <= least) {
                first++;
            }
            if (first == size) {
                return new Factor(size, 0, new double[0]);
            }
            NDArray roots = eigen.get(0).get(new NDIndex(first + ":")).sqrt();
            NDArray scaled = eigen.get(1).get(new NDIndex(":, " + first + ":")).mul(roots);
            return new Factor(size, size - first, scaled.toDoubleArray());
        }
    }

    /** Returns the trace of (MN)^½ for M = FFᵀ and N = GGᵀ of the same size: the sum of the singular values of FᵀG. */
    public double traceOfRoot(Factor f, Factor g) {
        if (f.columns() == 0 || g.columns() == 0) {
            return 0;
        }
        try (NDManager scope = manager.newSubManager()) {
            NDArray product = array(scope, f).transpose().matMul(array(scope, g));
            return program.run(product).sum().getDouble();
        }
    }

    /**
     * Returns a factor H of the optimal transport map T from the normal distribution of covariance M = FFᵀ to that of N =
     * GGᵀ: HHᵀ is T on the range of M. With F = QΛ^½ the map is QΛ^-½ (FᵀNF)^½ Λ^-½Qᵀ (Dowson and Landau, "The Fréchet distance
     * between multivariate normal distributions", 1982).
     *
     * @param f a result of {@link #factor}, which has orthogonal columns
     * @param g a factor of as many rows
     */
    public Factor transport(Factor f, Factor g) {
        if (f.columns() == 0 || g.columns() == 0) {
            return new Factor(f.rows(), 0, new double[0]);
        }
        try (NDManager scope = manager.newSubManager()) {
            NDArray own = array(scope, f);
            NDArray product = array(scope, g).transpose().matMul(own);
            NDList eigen = program.call("eigen", 2, product.transpose().matMul(product));
            NDArray roots = eigen.get(0).maximum(0).sqrt().sqrt();
            NDArray inverse = own.div(own.square().sum(new int[] {0}, true));
            return new Factor(
                    f.rows(),
                    f.columns(),
                    inverse.matMul(eigen.get(1)).mul(roots).toDoubleArray());
        }
    }

    /**
     * Computes xᵀHHᵀx for each of some vectors.
     *
     * @param values row-major [count, rows of H]
     */
    public double[] squaredLengths(double[] values, Factor h) {
        int count = values.length / h.rows();
        if (h.columns() == 0) {
            return new double[count];
        }
        try (NDManager scope = manager.newSubManager()) {
            return scope.create(values, new Shape(count, h.rows()))
                    .matMul(array(scope, h))
                    .square()
                    .sum(new int[] {1})
                    .toDoubleArray();
        }
    }

    private static NDArray array(NDManager scope, Factor factor) {
        return scope.create(factor.values(), new Shape(factor.rows(), factor.columns()));
    }

    @Override
    public void close() {
        manager.close();
        program.close();
    }
}
