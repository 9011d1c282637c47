package org.biggantune.command.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.biggantune.archive.array.NpyFile;
import org.biggantune.domain.failure.BigganTuneException;
import org.biggantune.image.CompactPicture;
import org.biggantune.report.SignificantDigits;
import org.biggantune.runfolder.RecordedClass;
import org.biggantune.runfolder.RecordedRun;
import org.biggantune.runfolder.RunDirectory;

/**
 * The section of a page about one class.
 *
 * @param id the section's id
 * @param title index and name
 * @param name the name alone, for descriptions of pictures
 * @param verdict the verdict as a word
 * @param kind the CSS class: {@code improved}, {@code kept}, {@code worse}, {@code open} or {@code damaged}
 * @param reason the reason for the verdict, or the error
 * @param facts further facts
 * @param before samples before tuning
 * @param after samples after tuning; empty unless the embedding changed
 * @param picturesMissing why there are no pictures; empty if there are
 * @param changes the measures before and after
 * @param curves the curves of the steps
 * @param data the data of the charts, as JSON
 * @param candidates the candidates
 * @param movement how the embedding moved
 * @param movementMissing why the movement is not known; empty if it is
 * @param film pictures made during tuning
 */
record ClassSection(
        String id,
        String title,
        String name,
        String verdict,
        String kind,
        String reason,
        List<Provenance.Fact> facts,
        Optional<CompactPicture> before,
        Optional<CompactPicture> after,
        String picturesMissing,
        Optional<ChangeTable> changes,
        Optional<Curves> curves,
        String data,
        Optional<CandidateTable> candidates,
        Optional<Movement> movement,
        String movementMissing,
        Optional<FilmStrip> film) {
    private static final int MOST_PICTURE_BYTES = 3 << 19;

    /**
     * Reads the files of a class.
     *
     * @param classes the generator's original embeddings; empty if its file was not found
     */
    static ClassSection of(RecordedRun run, RecordedClass of, Optional<OriginalClasses> classes) {
        JsonNode result = of.result().map(JsonNode.class::cast).orElse(MissingNode.getInstance());
        Curves curves = new Curves(run.record().identity(), result);
        int unreadable = run.events(of, curves::add);
        Optional<CompactPicture> before = picture(of.folder().resolve(RunDirectory.BEFORE));
        boolean improved = result.path("improved").asBoolean();
        Optional<CompactPicture> after = improved ? picture(of.folder().resolve(RunDirectory.AFTER)) : Optional.empty();
        boolean finished = of.result().isPresent();
        FilmStrip film = FilmStrip.of(of.folder());
        Optional<Movement> movement = improved ? movement(of, classes) : Optional.empty();
        return new ClassSection(
                id(of),
                (of.label().index() + " " + of.label().name()).strip(),
                of.label().name().isEmpty()
                        ? "class " + of.label().index()
                        : of.label().name(),
                verdict(of),
                kind(of),
                finished ? result.path("reason").asText() : of.problem(),
                facts(of, result, curves, unreadable),
                before,
                after,
                before.isPresent() || !finished
                        ? ""
                        : "There are no pictures: the run used --grid 0, or they were deleted.",
                of.result().map(ChangeTable::of),
                Optional.of(curves).filter(found -> !found.isEmpty()),
                curves.isEmpty() ? "" : curves.json(),
                Optional.of(curves.candidates())
                        .filter(found -> !found.isEmpty())
                        .map(found -> CandidateTable.of(found, result)),
                movement,
                movementMissing(finished, improved, movement.isPresent()),
                Optional.of(film).filter(found -> found.shown() > 0));
    }

    /** Returns whether a note takes the place of the pictures. */
    boolean missingPictures() {
        return !picturesMissing.isEmpty();
    }

    /** Returns whether a note takes the place of the movement. */
    boolean missingMovement() {
        return !movementMissing.isEmpty();
    }

    /** Returns the section's id in the page. */
    static String id(RecordedClass of) {
        return "class-" + of.label().index();
    }

    /** Returns the verdict of a class, or its state if it is not finished. */
    static String verdict(RecordedClass of) {
        return switch (of.state()) {
            case FINISHED -> of.result().orElseThrow().path("verdict").asText();
            case UNDER_WAY -> "not finished";
            case WAITING -> "not started";
            case DAMAGED -> "damaged";
        };
    }

    static String kind(RecordedClass of) {
        return switch (of.state()) {
            case FINISHED -> verdict(of);
            case UNDER_WAY, WAITING -> "open";
            case DAMAGED -> "damaged";
        };
    }

    private static List<Provenance.Fact> facts(RecordedClass of, JsonNode result, Curves curves, int unreadable) {
        List<Provenance.Fact> facts = new ArrayList<>();
        if (result.has("startRow")) {
            JsonNode row = result.path("startRow");
            facts.add(new Provenance.Fact(
                    "starting point",
                    (row.path("index").asText() + " " + row.path("name").asText()).strip()));
        }
        if (result.path("relativeDiversity").isNumber()) {
            facts.add(new Provenance.Fact(
                    "relative diversity before",
                    SignificantDigits.of(result.path("relativeDiversity").asDouble(), 2) + " ± "
                            + SignificantDigits.of(
                                    result.path("relativeDiversityError").asDouble(), 2)
                            + (result.path("collapsed").asBoolean() ? ", collapsed" : "")));
        }
        facts.add(new Provenance.Fact(
                "steps", of.result().isPresent() ? result.path("steps").asText() : curves.count() + " so far"));
        if (result.path("seconds").isNumber()) {
            facts.add(new Provenance.Fact(
                    "time", SignificantDigits.of(result.path("seconds").asDouble(), 1) + " s"));
        }
        if (result.path("noiseLayer").asBoolean()) {
            facts.add(new Provenance.Fact("noise layer", "trained; use it with the embedding"));
        }
        if (unreadable > 0) {
            facts.add(new Provenance.Fact("unreadable lines in events.jsonl", Integer.toString(unreadable)));
        }
        return facts;
    }

    private static Optional<CompactPicture> picture(Path file) {
        try {
            return Files.exists(file) ? Optional.of(CompactPicture.of(file, MOST_PICTURE_BYTES)) : Optional.empty();
        } catch (BigganTuneException e) {
            return Optional.empty();
        }
    }

    private static Optional<Movement> movement(RecordedClass of, Optional<OriginalClasses> classes) {
        Path file = of.folder().resolve(RunDirectory.EMBEDDING);
        if (classes.isEmpty() || !Files.exists(file)) {
            return Optional.empty();
        }
        try {
            float[] tuned = NpyFile.read(file).floats();
            int row = of.original().index();
            boolean fits =
                    tuned.length == classes.get().size() && row < classes.get().count();
            return fits ? Optional.of(Movement.of(classes.get(), row, tuned)) : Optional.empty();
        } catch (BigganTuneException e) {
            return Optional.empty();
        }
    }

    private static String movementMissing(boolean finished, boolean improved, boolean known) {
        if (!finished || known) {
            return "";
        }
        return improved
                ? "Not known: the run's generator was not found, or embedding.npy is missing or damaged. Name the"
                        + " generator's file with --generator."
                : "The original embedding was kept.";
    }
}
