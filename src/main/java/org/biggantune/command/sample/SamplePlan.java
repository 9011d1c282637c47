package org.biggantune.command.sample;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.biggantune.domain.GeneratorMetadata;
import org.biggantune.domain.failure.InvalidOptionException;
import org.biggantune.model.ModelFile;
import org.biggantune.runfolder.FinishedRun;

/**
 * What is to be drawn, read and checked without libtorch.
 *
 * @param title what all rows together show
 * @param name the same for the name of a file
 * @param images one name an image, for its file
 * @param rows from the top
 */
record SamplePlan(String title, String name, List<String> images, List<SampleRow> rows) {
    /**
     * Reads what options name.
     *
     * @param generator the generator's file
     * @param content what it says about itself
     * @param run the run whose rows are drawn, if there is one
     */
    static SamplePlan of(
            SampleOptions options, Path generator, ModelFile.GeneratorFile content, Optional<FinishedRun> run) {
        GeneratorMetadata metadata = content.metadata();
        SampleLatents latents = SampleLatents.of(options, metadata);
        SampleSubjects subjects = new SampleSubjects(options, generator, content, run);
        if (options.interpolate > 0) {
            return interpolation(
                    latents.images(), subjects.paths(latents.sets().get(0).values()), options.interpolate);
        }
        List<List<SampleRow>> sets = latents.sets().stream()
                .map(set -> subjects.rows(set.values(), latents.images().size()))
                .toList();
        List<SampleRow> first = sets.get(0);
        String title = first.size() == 1 ? first.get(0).title() : first.size() + " classes";
        String name = first.size() == 1 ? withoutIndex(first.get(0).name()) : first.size() + "-classes";
        return sets.size() == 1
                ? new SamplePlan(title, name, latents.images(), first)
                : new SamplePlan(
                        title + " at " + sets.size() + " truncations",
                        name + "-truncations",
                        latents.images(),
                        sweep(latents.sets(), sets));
    }

    /** The truncations of a row below each other. */
    private static List<SampleRow> sweep(List<SampleLatents.Set> latents, List<List<SampleRow>> sets) {
        List<SampleRow> rows = new ArrayList<>();
        for (int row = 0; row < sets.get(0).size(); row++) {
            for (int set = 0; set < sets.size(); set++) {
                String factor = latents.get(set).truncation();
                SampleRow drawn = sets.get(set).get(row);
                String title = "truncation " + factor + ", " + drawn.title();
                // On a sheet long names are cut at their end, so what differs is first.
                String label = sets.get(set).size() == 1 ? "truncation " + factor : title;
                rows.add(drawn.named(title, label, drawn.name() + "-truncation" + factor));
            }
        }
        return rows;
    }

    private static SamplePlan interpolation(List<String> images, List<List<SampleRow>> paths, int steps) {
        List<SampleRow> rows = new ArrayList<>();
        for (List<SampleRow> path : paths) {
            if (path.size() < 2) {
                throw new InvalidOptionException("--interpolate " + steps + ": nothing to go to from "
                        + path.get(0).title() + "; give two or more classes, or a run");
            }
            rows.addAll(SampleRow.through(
                    path, steps, paths.size() > 1 ? path.get(0).name() + "-" : ""));
        }
        if (paths.size() > 1) {
            return new SamplePlan(
                    paths.size() + " classes before to after", paths.size() + "-classes-before-to-after", images, rows);
        }
        SampleRow from = paths.get(0).get(0);
        SampleRow to = paths.get(0).get(paths.get(0).size() - 1);
        String way = from.name().equals(to.name()) ? "-before-to-after" : "-to-" + withoutIndex(to.name());
        return new SamplePlan(from.title() + " to " + to.title(), withoutIndex(from.name()) + way, images, rows);
    }

    private static String withoutIndex(String name) {
        return name.replaceFirst("^\\d{4,}-(?=.)", "");
    }

    /** How many images there are of all rows together. */
    long count() {
        return (long) rows.size() * images.size();
    }
}
