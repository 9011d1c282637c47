package org.biggantune.importer.biggan;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.biggantune.archive.script.ScriptModule;
import org.biggantune.archive.script.ScriptTensor;

/**
 * Builds Winograd convolutions for the folded graphs: the modules ({@code convolutions.py}) and the matrices of
 * two-dimensional tiles, Kronecker products of those of {@link CookToom}. Measurements (docs/performance.md) decide
 * where the algorithm is used: with too few channels the transforms cost more than they save, and on a small map a
 * large tile reads too many weights.
 */
final class WinogradTiles {
    private static final int LARGE_TILE = 4;
    private static final int SMALL_TILE = 2;
    private static final int LARGE_TILE_MAP = 16;
    private static final int SMALL_TILE_MAP = 8;
    private static final int LARGE_TILE_CHANNELS = 192;
    private static final int SMALL_TILE_CHANNELS = 512;
    private static final int UPSAMPLING_INPUTS = 384;

    /** A position of a transformed tile: the index of its row's and its column's evaluation point. */
    private record Position(int row, int column) {
        /** Returns the position mirrored at the diagonal. */
        Position mirrored() {
            return new Position(/* row= */ column, /* column= */ row);
        }
    }

    private final int tile;
    private final CookToom axis;

    private WinogradTiles(int tile) {
        this.tile = tile;
        this.axis = CookToom.ofTile(tile);
    }

    /** Returns a 3 × 3 convolution of a square map by the faster algorithm. */
    static ScriptModule convolution(int inputs, int outputs, int map) {
        OptionalInt tile = tile(Math.min(inputs, outputs), map);
        return tile.isPresent()
                ? new WinogradTiles(tile.getAsInt()).convolution()
                : ScriptModule.of("DirectConvolution");
    }

    /**
     * Returns an up-sampling of a square map merged with the following convolution, by the faster algorithm.
     *
     * @param direct the module to use if Winograd's algorithm does not pay off
     */
    static ScriptModule upsampling(int inputs, int outputs, int map, ScriptModule direct) {
        OptionalInt tile = inputs < UPSAMPLING_INPUTS ? OptionalInt.empty() : tile(outputs, map);
        return tile.isPresent() ? new WinogradTiles(tile.getAsInt()).upsampling(direct) : direct;
    }

    private static OptionalInt tile(int channels, int map) {
        if (map >= LARGE_TILE_MAP && map % LARGE_TILE == 0 && channels >= LARGE_TILE_CHANNELS) {
            return OptionalInt.of(LARGE_TILE);
        }
        return map == SMALL_TILE_MAP && channels >= SMALL_TILE_CHANNELS
                ? OptionalInt.of(SMALL_TILE)
                : OptionalInt.empty();
    }

    private ScriptModule convolution() {
        List<Position> all = new ArrayList<>();
        for (int i = 0; i < axis.size(); i++) {
            for (int j = 0; j < axis.size(); j++) {
                all.add(new Position(i, j));
            }
        }
        return ScriptModule.of("WinogradConvolution")
                .child("tiles", tiles(all))
                .buffer("kernel_transform", transposed(kron(axis.kernel(), all)))
                .buffer("output_transform", tensor(outputTransform(all)))
                .buffer("kernel", empty());
    }

    private ScriptModule upsampling(ScriptModule direct) {
        List<Position> order = new ArrayList<>(inner());
        order.addAll(rowEdge(0));
        order.addAll(rowEdge(1));
        order.addAll(columnEdge(0));
        order.addAll(columnEdge(1));
        List<double[]> outputs = new ArrayList<>();
        for (int parity = 0; parity < 4; parity++) {
            order.add(corner(parity));
            List<Position> used = new ArrayList<>(inner());
            used.addAll(rowEdge(parity / 2));
            used.addAll(columnEdge(parity % 2));
            used.add(corner(parity));
            outputs.addAll(List.of(outputTransform(used)));
        }
        return ScriptModule.variant("WinogradUpsamplingOr" + direct.className(), "WinogradUpsampling")
                .child("tiles", tiles(order))
                .child("direct", direct)
                .buffer("kernel_transform", transposed(upsamplingKernel()))
                .buffer("output_transform", tensor(outputs.toArray(double[][]::new), 4))
                .buffer("inner", empty())
                .buffer("edges", empty())
                .buffer("corners", empty());
    }

    /**
     * Returns the map from the 16 values of a transposed convolution's kernel to all positions of all parities that use
     * them: the inner positions by parity, then the edges by the parity of the other axis, then a corner for each
     * parity.
     */
    private double[][] upsamplingKernel() {
        List<double[]> rows = new ArrayList<>();
        for (Position position : inner()) {
            for (int parity = 0; parity < 4; parity++) {
                rows.add(kernelRow(position, parity));
            }
        }
        for (int side = 0; side < 2; side++) {
            for (Position position : rowEdge(side)) {
                rows.add(kernelRow(position, 2 * side));
                rows.add(kernelRow(position, 2 * side + 1));
            }
        }
        for (int side = 0; side < 2; side++) {
            for (Position position : columnEdge(side)) {
                rows.add(kernelRow(position, side));
                rows.add(kernelRow(position, 2 + side));
            }
        }
        for (int parity = 0; parity < 4; parity++) {
            rows.add(kernelRow(corner(parity), parity));
        }
        return rows.toArray(double[][]::new);
    }

    /** Returns a parity's transformed kernel at a position, as coefficients of the 4 × 4 kernel. */
    private double[] kernelRow(Position position, int parity) {
        return outer(parityKernel(position.row(), parity / 2), parityKernel(position.column(), parity % 2));
    }

    /**
     * Returns the coefficients on one axis. Output 2i + p depends on inputs i − 1 + p and i + p through taps 3 and 1 of
     * the transposed convolution (p = 0) or 2 and 0 (p = 1): a kernel of three taps around i whose last (p = 0) or
     * first (p = 1) is zero.
     */
    private double[] parityKernel(int point, int parity) {
        double[] taps = new double[4];
        taps[3 - parity] = axis.kernel()[point][parity];
        taps[1 - parity] = axis.kernel()[point][1 + parity];
        return taps;
    }

    private List<Position> inner() {
        List<Position> positions = new ArrayList<>();
        for (int i = 1; i <= tile; i++) {
            positions.addAll(row(i));
        }
        return positions;
    }

    private List<Position> rowEdge(int side) {
        return row(side * (axis.size() - 1));
    }

    private List<Position> row(int row) {
        List<Position> positions = new ArrayList<>();
        for (int j = 1; j <= tile; j++) {
            positions.add(new Position(row, j));
        }
        return positions;
    }

    private List<Position> columnEdge(int side) {
        return rowEdge(side).stream().map(Position::mirrored).toList();
    }

    private Position corner(int parity) {
        int last = axis.size() - 1;
        return new Position(parity / 2 * last, parity % 2 * last);
    }

    private ScriptModule tiles(List<Position> order) {
        return ScriptModule.of("WinogradTiles")
                .integer("tile", tile)
                .integer("numbers", FoldedLayers.CACHED_NUMBERS)
                .buffer("transform", tensor(kron(axis.input(), order)));
    }

    /** Returns the rows of A ⊗ A for the given positions. */
    private static double[][] kron(double[][] matrix, List<Position> positions) {
        return positions.stream()
                .map(position -> outer(matrix[position.row()], matrix[position.column()]))
                .toArray(double[][]::new);
    }

    /** Returns the outer product, row-major. */
    private static double[] outer(double[] row, double[] column) {
        double[] product = new double[row.length * column.length];
        for (int i = 0; i < product.length; i++) {
            product[i] = row[i / column.length] * column[i % column.length];
        }
        return product;
    }

    /** Returns the columns of Aᵀ ⊗ Aᵀ for the given positions, one row per pixel of a tile. */
    private double[][] outputTransform(List<Position> positions) {
        double[][] product = new double[tile * tile][positions.size()];
        for (int i = 0; i < product.length; i++) {
            for (int p = 0; p < positions.size(); p++) {
                Position position = positions.get(p);
                product[i][p] = axis.output()[i / tile][position.row()] * axis.output()[i % tile][position.column()];
            }
        }
        return product;
    }

    private static ScriptTensor transposed(double[][] rows) {
        double[][] columns = new double[rows[0].length][rows.length];
        for (int i = 0; i < rows.length; i++) {
            for (int j = 0; j < columns.length; j++) {
                columns[j][i] = rows[i][j];
            }
        }
        return tensor(columns);
    }

    private static ScriptTensor tensor(double[][] rows) {
        return ScriptTensor.of(flat(rows), rows.length, rows[0].length);
    }

    /** Stacks matrices of equal size as [count, rows, columns]. */
    private static ScriptTensor tensor(double[][] rows, int count) {
        return ScriptTensor.of(flat(rows), count, rows.length / count, rows[0].length);
    }

    private static float[] flat(double[][] rows) {
        float[] values = new float[rows.length * rows[0].length];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) rows[i / rows[0].length][i % rows[0].length];
        }
        return values;
    }

    private static ScriptTensor empty() {
        return ScriptTensor.of(new float[0], 0);
    }
}
