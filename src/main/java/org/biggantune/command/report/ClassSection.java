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
 * What the page says of a class.
 *
 * @param id of the section
 * @param title index and name
 * @param name the name alone, for descriptions of pictures
 * @param verdict in a word
 * @param kind the same for the style: {@code improved}, {@code kept}, {@code worse}, {@code open} or {@code damaged}
 * @param reason why, or what is wrong
 * @param facts what else is known
 * @param before samples before tuning
 * @param after samples after it; empty unless the embedding changed
 * @param picturesMissing why there are no pictures; empty if there are
 * @param changes the measures
 * @param curves the steps
 * @param data of the charts
 * @param candidates what was chosen among
 * @param movement of the embedding
 * @param movementMissing why that is not known; empty if it is
 * @param film pictures under way
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
     * Reads a class's files.
     *
     * @param classes the generator's own embeddings; empty if its file was not found
     */
    static ClassSection of(RecordedRun run, RecordedClass of, Optional<OriginalClasses> classes) {
        JsonNode result = of.result().map(JsonNode.class::cast).orElse(MissingNode.getInstance());
        Curves curves = new Curves();
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
                        : "There are no pictures: the run was made with --grid 0, or they were deleted.",
                of.result().map(ChangeTable::of),
                Optional.of(curves).filter(found -> !found.isEmpty()),
                curves.isEmpty() ? "" : curves.json(run.record().identity(), result),
                Optional.of(curves.candidates())
                        .filter(found -> !found.isEmpty())
                        .map(found -> CandidateTable.of(found, result)),
                movement,
                movementMissing(finished, improved, movement.isPresent()),
                Optional.of(film).filter(found -> found.shown() > 0));
    }

    /** Whether something has to be said in place of pictures. */
    boolean missingPictures() {
        return !picturesMissing.isEmpty();
    }

    /** Whether something has to be said in place of the movement. */
    boolean missingMovement() {
        return !movementMissing.isEmpty();
    }

    /** The section's place in the page. */
    static String id(RecordedClass of) {
        return "class-" + of.label().index();
    }

    /** How a class's tuning ended, or how far it is. */
    static String verdict(RecordedClass of) {
        return switch (of.state()) {
            case FINISHED -> of.result().orElseThrow().path("verdict").asText();
            case UNDER_WAY -> "not finished";
            case WAITING -> "not begun";
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
                    "began as",
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
            facts.add(new Provenance.Fact("noise layer", "trained; the embedding needs it"));
        }
        if (unreadable > 0) {
            facts.add(new Provenance.Fact("lines of events.jsonl that can't be read", Integer.toString(unreadable)));
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
                ? "Not known here: the run's generator was not found, or embedding.npy is missing or damaged. Name the"
                        + " generator's file with --generator."
                : "The embedding is the original one.";
    }
}
