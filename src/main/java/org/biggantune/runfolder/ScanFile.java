package org.biggantune.runfolder;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.biggantune.domain.failure.CorruptInputException;
import org.biggantune.domain.failure.InvalidOptionException;
import org.biggantune.domain.failure.MissingInputException;
import org.biggantune.domain.failure.SettingsConflictException;
import org.biggantune.report.JsonFile;
import org.biggantune.runfolder.ScanRecord.ScannedClass;

/**
 * The part of a scan's result that other commands use, read from {@code scan.json} or from the list that {@code scan --json}
 * prints.
 *
 * @param file the file it was read from
 * @param generator the SHA-256 of the generator; empty if the file does not say
 * @param worst the indices of the classes that tuning may improve, worst first
 */
public record ScanFile(Path file, String generator, List<Integer> worst) {
    /** The name in a scan's folder. */
    public static final String NAME = "scan.json";

    /** Copies the list. */
    public ScanFile {
        worst = List.copyOf(worst);
    }

    /**
     * Reads the file.
     *
     * @param named the file, or a scan's folder
     * @throws MissingInputException if there is no such file, or the scan is not finished
     * @throws CorruptInputException if it is not the result of a scan
     */
    public static ScanFile read(Path named) {
        Path file = Files.isDirectory(named) ? named.resolve(NAME) : named;
        if (!Files.isRegularFile(file)) {
            throw new MissingInputException(
                    "--from-scan " + named + ": no " + NAME + " there; create one with: biggan-tune scan");
        }
        try {
            return JsonFile.isList(file) ? of(file, "", ScanRecord.readList(file)) : ofRecord(file);
        } catch (CorruptInputException e) {
            throw new CorruptInputException("--from-scan " + e.getMessage(), e);
        }
    }

    private static ScanFile ofRecord(Path file) {
        ScanRecord record = ScanRecord.read(file);
        List<ScannedClass> classes = record.classes();
        if (classes == null) {
            throw new MissingInputException(
                    "--from-scan " + file + ": the scan is not finished; resume it with --out " + file.getParent());
        }
        return of(file, record.models().generator().sha256(), classes);
    }

    private static ScanFile of(Path file, String generator, List<ScannedClass> classes) {
        return new ScanFile(
                file,
                generator,
                classes.stream()
                        .filter(one -> one.suggestion() != null)
                        .map(ScannedClass::index)
                        .toList());
    }

    /**
     * Returns expressions that select the worst classes.
     *
     * @param most the maximum number
     * @throws InvalidOptionException if no class is worth tuning
     */
    public List<String> expressions(int most) {
        if (worst.isEmpty()) {
            throw new InvalidOptionException("--from-scan " + file + ": the scan found no class worth tuning");
        }
        return worst.stream().limit(most).map(String::valueOf).toList();
    }

    /**
     * Requires that a generator is the one that was scanned.
     *
     * @throws SettingsConflictException if it is another
     */
    public void requireGenerator(String sha256) {
        if (!generator.isEmpty() && !generator.equals(sha256)) {
            throw new SettingsConflictException("--from-scan " + file + ": the scan was of another generator than"
                    + " --generator; give the one that was scanned");
        }
    }
}
