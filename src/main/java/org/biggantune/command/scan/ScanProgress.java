package org.biggantune.command.scan;

import org.biggantune.domain.ClassLabel;
import org.biggantune.domain.Progress;

/** Shows the progress of a scan, counted in samples, since classes near the threshold are measured again on more. */
final class ScanProgress {
    private final Progress progress;
    private String phase = "";
    private int samples;
    private int classes;
    private int measured;
    private long done;

    ScanProgress(Progress progress) {
        this.progress = progress;
    }

    /** Begins with all classes. */
    void begin(int count, int perClass) {
        progress.begin("scanning", (long) count * perClass);
        enter("classes", count, perClass);
    }

    /** Continues with the classes near the threshold. */
    void again(int count, int perClass) {
        progress.resize(done + (long) count * perClass);
        enter("near the threshold", count, perClass);
    }

    private void enter(String name, int count, int perClass) {
        phase = name;
        samples = perClass;
        classes = count;
        measured = 0;
        if (count > 0) {
            progress.phase(name, 0, count);
        }
    }

    /** Reports that a class is measured. */
    void measured(ClassLabel label) {
        measured++;
        done += samples;
        progress.phase(phase, measured, classes);
        progress.advance(done, label.name());
    }
}
