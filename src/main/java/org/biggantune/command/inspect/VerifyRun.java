package org.biggantune.command.inspect;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.biggantune.archive.FilePart;
import org.biggantune.io.Sha256;

/**
 * Compares two model archives or checkpoints byte by byte: the contents of each part, and everything between them. The
 * stored CRC-32 of a zip entry with different content is not counted as a difference of its own.
 */
public final class VerifyRun {
    private static final int CRC_BYTES = 4;

    private final Path a;
    private final Path b;

    /** Creates the comparison of two files. */
    public VerifyRun(Path a, Path b) {
        this.a = a;
        this.b = b;
    }

    /**
     * Compares the files.
     *
     * @throws org.biggantune.domain.failure.BigganTuneException if a file is missing, damaged or of an unsupported format
     */
    public Verification execute() {
        ComparedArchive first = ComparedArchive.read(a);
        ComparedArchive second = ComparedArchive.read(b);
        try (ByteComparison bytes = ByteComparison.open(a, b)) {
            Map<String, FilePart> inB = new LinkedHashMap<>();
            second.entries().forEach(entry -> inB.put(entry.name(), entry));
            List<FilePart> differing = new ArrayList<>();
            List<String> onlyInA = new ArrayList<>();
            for (FilePart entry : first.entries()) {
                FilePart other = inB.remove(entry.name());
                if (other == null) {
                    onlyInA.add(entry.name());
                } else if (!sameContent(bytes, entry, other)) {
                    differing.add(entry);
                }
            }
            Optional<String> moved = moved(first, second);
            return new Verification(
                    Verification.file(a, Sha256.of(a)),
                    Verification.file(b, Sha256.of(b)),
                    first.entries().size(),
                    differing.stream().map(FilePart::name).toList(),
                    onlyInA,
                    List.copyOf(inB.keySet()),
                    moved,
                    moved.isPresent() ? 0 : between(bytes, first, second, differing),
                    rows(bytes, first, second, differing));
        }
    }

    private static boolean sameContent(ByteComparison bytes, FilePart entry, FilePart other) {
        return entry.form().equals(other.form())
                && entry.length() == other.length()
                && bytes.differing(entry.offset(), other.offset(), entry.length()) == 0;
    }

    /** Returns the first entry with a different name or position in the two files. */
    private static Optional<String> moved(ComparedArchive first, ComparedArchive second) {
        int common = Math.min(first.entries().size(), second.entries().size());
        for (int i = 0; i < common; i++) {
            FilePart entry = first.entries().get(i);
            FilePart other = second.entries().get(i);
            boolean same = entry.name().equals(other.name())
                    && entry.offset() == other.offset()
                    && entry.length() == other.length()
                    && entry.frame().equals(other.frame());
            if (!same) {
                return Optional.of(entry.name());
            }
        }
        return Optional.empty();
    }

    /** Counts the differing bytes outside of contents, for files with entries at the same positions. */
    private static long between(
            ByteComparison bytes, ComparedArchive first, ComparedArchive second, List<FilePart> differing) {
        List<long[]> skipped = new ArrayList<>();
        first.entries().forEach(entry -> skipped.add(new long[] {entry.offset(), entry.length()}));
        for (FilePart entry : differing) {
            for (long offset : entry.checksums()) {
                skipped.add(new long[] {offset, CRC_BYTES});
            }
        }
        skipped.sort(Comparator.comparingLong(range -> range[0]));
        long common = Math.min(first.size(), second.size());
        long differences = Math.abs(first.size() - second.size());
        long at = 0;
        for (long[] range : skipped) {
            long end = Math.min(range[0], common);
            if (end > at) {
                differences += bytes.differing(at, at, end - at);
            }
            at = Math.max(at, range[0] + range[1]);
        }
        return differences + (common > at ? bytes.differing(at, at, common - at) : 0);
    }

    private static Optional<Verification.Rows> rows(
            ByteComparison bytes, ComparedArchive first, ComparedArchive second, List<FilePart> differing) {
        if (first.embedding().isEmpty() || second.embedding().isEmpty()) {
            return Optional.empty();
        }
        ComparedArchive.Embedding mine = first.embedding().get();
        ComparedArchive.Embedding other = second.embedding().get();
        if (!mine.fits(other)) {
            return Optional.empty();
        }
        List<Integer> rows = !differing.contains(mine.entry())
                ? List.of()
                : bytes.differingUnits(
                                mine.entry().offset(),
                                other.entry().offset(),
                                mine.entry().length(),
                                mine.width())
                        .map(mine::row)
                        .distinct()
                        .sorted()
                        .boxed()
                        .toList();
        return Optional.of(new Verification.Rows(
                mine.parameter(),
                mine.entry().name(),
                rows,
                rows.stream().map(mine::label).toList()));
    }
}
