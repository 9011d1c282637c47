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
 * The images to be drawn, read and checked without loading libtorch.
 *
 * @param title a title for all rows together
 * @param name the same for a file name
 * @param images a name for each image of a row, for its file
 * @param rows the rows of images, from the top
 */
record SamplePlan(String title, String name, List<String> images, List<SampleRow> rows) {
    /**
     * Builds the plan from the options, reading the files that they name.
     *
     * @param generator the generator's file
     * @param content its metadata and embeddings
     * @param run the run of {@code --run}, if given
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

    /** Puts the truncations of each row one below the other. */
    private static List<SampleRow> sweep(List<SampleLatents.Set> latents, List<List<SampleRow>> sets) {
        List<SampleRow> rows = new ArrayList<>();
        for (int row = 0; row < sets.get(0).size(); row++) {
            for (int set = 0; set < sets.size(); set++) {
                String factor = latents.get(set).truncation();
                SampleRow drawn = sets.get(set).get(row);
                String title = "truncation " + factor + ", " + drawn.title();
                // A sheet cuts long labels at the end, so put what differs first.
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
                throw new InvalidOptionException("--interpolate " + steps + ": "
                        + path.get(0).title() + " is alone; give two or more classes, or a run");
            }
            rows.addAll(SampleRow.interpolated(
                    path, steps, paths.size() > 1 ? path.get(0).name() + "-" : ""));
        }
        if (paths.size() > 1) {
            return new SamplePlan(
                    paths.size() + " classes before to after", paths.size() + "-classes-before-to-after", images, rows);
        }
        SampleRow from = paths.get(0).get(0);
        SampleRow to = paths.get(0).get(paths.get(0).size() - 1);
        String suffix = from.name().equals(to.name()) ? "-before-to-after" : "-to-" + withoutIndex(to.name());
        return new SamplePlan(from.title() + " to " + to.title(), withoutIndex(from.name()) + suffix, images, rows);
    }

    private static String withoutIndex(String name) {
        return name.replaceFirst("^\\d{4,}-(?=.)", "");
    }

    /** Returns the number of images in all rows. */
    long count() {
        return (long) rows.size() * images.size();
    }
}
