package org.biggantune.runfolder;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.biggantune.domain.ClassLabel;
import org.biggantune.io.RegularFile;

/**
 * The status of a run: its record and each of its classes, read without claiming anything.
 *
 * @param root the run's folder
 * @param record its {@code run.json}
 * @param classes the requested classes, in order, then others with a result in the folder
 */
public record RunStatus(Path root, RunRecord record, List<ClassStatus> classes) {
    /** Copies the list. */
    public RunStatus {
        classes = List.copyOf(classes);
    }

    /**
     * Finds runs, as {@link RunSearch#roots} does.
     *
     * @param option the prefix of each folder in messages
     * @param named the folders
     * @throws org.biggantune.domain.failure.MissingInputException if a folder is missing or has no run
     */
    public static List<RunStatus> find(String option, List<Path> named) {
        return RunSearch.roots(option, named).stream().map(RunStatus::read).toList();
    }

    private static RunStatus read(Path root) {
        RunRecord record = RunRecord.read(root.resolve(RunDirectory.RECORD));
        Map<Path, ClassLabel> labels = new LinkedHashMap<>();
        Path folder = root.resolve(RunDirectory.CLASSES);
        for (ClassLabel label : record.classes()) {
            labels.put(folder.resolve(label.directoryName()), label);
        }
        for (Path other : RunDirectory.list(folder)) {
            Path result = other.resolve(RunDirectory.RESULT);
            if (!labels.containsKey(other) && RegularFile.folderExists(other) && RegularFile.exists(result)) {
                labels.put(
                        other,
                        ClassResult.label(result, ClassResult.read(result).path("class")));
            }
        }
        List<ClassStatus> classes = new ArrayList<>();
        labels.forEach((path, label) -> classes.add(ClassStatus.read(label, path)));
        return new RunStatus(root, record, classes);
    }
}
