package org.biggantune.command.cluster;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import org.biggantune.domain.ClassLabel;
import org.biggantune.domain.SourceFile;
import org.biggantune.domain.failure.SettingsConflictException;
import org.biggantune.runfolder.ClassResult;
import org.biggantune.runfolder.ClassStatus;
import org.biggantune.runfolder.ClassStatus.State;
import org.biggantune.runfolder.RowBase;
import org.biggantune.runfolder.RunIdentity;
import org.biggantune.runfolder.RunStatus;

/** Checks that runs can be combined, and chooses the run that each class is taken from. */
final class MergeSelection {
    /**
     * A class of the merge.
     *
     * @param run the run that it is taken from
     * @param status its status in that run
     */
    record Entry(RunStatus run, ClassStatus status) {
        boolean isDone() {
            return status.state() == State.DONE;
        }

        /** Returns a copy marked as failed because its files are damaged. */
        Entry damaged(String how) {
            return new Entry(
                    run,
                    new ClassStatus(
                            status.label(),
                            status.folder(),
                            State.FAILED,
                            Optional.empty(),
                            status.claim(),
                            Optional.empty(),
                            how));
        }
    }

    private MergeSelection() {}

    /**
     * Chooses the run of each class.
     *
     * @param runs at least one run
     * @return an entry for each class of any run, sorted by index if there are several runs
     * @throws SettingsConflictException if runs have different generators or targets, or different names for a class
     */
    static Map<ClassLabel, Entry> of(List<RunStatus> runs) {
        runs.forEach(run -> requireSame(runs.get(0), run));
        Map<Integer, Entry> chosen = new LinkedHashMap<>();
        for (RunStatus run : runs) {
            for (ClassStatus status : run.classes()) {
                Entry entry = new Entry(run, checked(run, status));
                chosen.merge(status.label().index(), entry, MergeSelection::better);
            }
        }
        Map<ClassLabel, Entry> ordered = new LinkedHashMap<>();
        Iterable<Integer> order = runs.size() == 1 ? chosen.keySet() : new TreeSet<>(chosen.keySet());
        for (int index : order) {
            Entry entry = Objects.requireNonNull(chosen.get(index));
            ordered.put(entry.status().label(), entry);
        }
        return ordered;
    }

    private static void requireSame(RunStatus first, RunStatus other) {
        require("models.generator.sha256", first, other, MergeSelection::generator);
        require(
                "target.name",
                first,
                other,
                run -> target(run).map(RunIdentity.Target::name).orElse("none"));
        require(
                "target.labels",
                first,
                other,
                run -> target(run).map(RunIdentity.Target::labels).orElse("none"));
    }

    private static void require(String what, RunStatus first, RunStatus other, Function<RunStatus, String> fact) {
        String one = fact.apply(first);
        String two = fact.apply(other);
        if (!one.equals(two)) {
            throw new SettingsConflictException("merge: " + first.root() + " and " + other.root() + " differ in "
                    + what + " (" + text(one) + ", " + text(two)
                    + "); only runs of the same generator and target can be combined");
        }
    }

    private static String generator(RunStatus run) {
        return run.record().identity().models().generator().generator().sha256();
    }

    private static Optional<RunIdentity.Target> target(RunStatus run) {
        return Optional.ofNullable(run.record().identity().target());
    }

    private static String text(String fact) {
        return fact.length() > 16 ? fact.substring(0, 12) + "…" : fact;
    }

    /** Refuses a finished class that was copied from a run of another generator. */
    private static ClassStatus checked(RunStatus run, ClassStatus status) {
        if (status.state() == State.DONE) {
            RowBase.requireSame(status.folder(), generator(run));
        }
        return status;
    }

    private static Entry better(Entry one, Entry two) {
        ClassLabel label = one.status().label();
        if (!label.equals(two.status().label())) {
            throw new SettingsConflictException("merge: class " + label.index() + " is " + label + " in "
                    + one.status().folder() + " and " + two.status().label() + " in "
                    + two.status().folder() + "; merge runs with the same list of classes");
        }
        if (!one.isDone() || !two.isDone()) {
            return one.isDone() || (!two.isDone() && one.status().state() != State.WAITING) ? one : two;
        }
        for (String model : List.of("classifier", "judge")) {
            if (!digest(one, model).equals(digest(two, model))) {
                throw new SettingsConflictException(
                        "merge: class " + label + " is in " + one.run().root() + " and in "
                                + two.run().root() + ", chosen by different " + model
                                + "s and therefore not comparable; delete one of "
                                + folders(one.status().folder(), two.status().folder()));
            }
        }
        return ClassResult.isBetter(
                        two.status().result().orElseThrow(),
                        one.status().result().orElseThrow())
                ? two
                : one;
    }

    private static Optional<String> digest(Entry entry, String model) {
        return Optional.ofNullable(
                        entry.run().record().identity().models().files().get(model))
                .map(SourceFile::sha256);
    }

    private static String folders(Path one, Path two) {
        return one + " and " + two;
    }
}
