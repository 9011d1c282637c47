package org.biggantune.command.classify;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import org.biggantune.cli.Report;
import org.biggantune.report.JsonFile;
import org.biggantune.report.Page;
import org.biggantune.report.ResultTable;
import org.biggantune.report.SignificantDigits;

/**
 * The report of {@code classify}.
 *
 * @param images the classified images, in order
 */
record ClassifySummary(List<Image> images) implements Report {
    private static final int FIVE = 5;

    /**
     * An image and its most probable labels.
     *
     * @param name the file
     * @param guesses the labels, most probable first
     * @param rank the number of labels with a higher probability than the true one, if that is known
     */
    record Image(String name, List<Guess> guesses, OptionalInt rank) {
        /** Copies the list. */
        public Image {
            guesses = List.copyOf(guesses);
        }
    }

    /**
     * A label and its probability.
     *
     * @param index the logit's index
     * @param label its name
     * @param probability the softmax, from 0 to 1
     */
    record Guess(int index, String label, double probability) {}

    /** Copies the list. */
    public ClassifySummary {
        images = List.copyOf(images);
    }

    /**
     * Returns the counts {@code images}, {@code top1} and {@code top5} if true labels are known, else {@code images} and the
     * guesses as {@code results}.
     */
    @Override
    public String json() {
        ObjectNode json = JsonFile.object().put("images", images.size());
        if (isJudged()) {
            return JsonFile.pretty(json.put("top1", within(1)).put("top5", within(FIVE)));
        }
        ArrayNode results = json.putArray("results");
        for (Image image : images) {
            ObjectNode result = results.addObject().put("file", image.name());
            ArrayNode top = result.putArray("top");
            for (Guess guess : image.guesses()) {
                top.addObject()
                        .put("index", guess.index())
                        .put("label", guess.label())
                        .put("probability", guess.probability());
            }
        }
        return JsonFile.pretty(json);
    }

    /** Returns a table of guesses, and the accuracy if true labels are known. */
    @Override
    public String text(Page page) {
        ResultTable table = new ResultTable(List.of("image", "label", "probability"));
        for (Image image : images) {
            String name = image.name();
            for (Guess guess : image.guesses()) {
                table.add(List.of(
                        name, guess.index() + " " + guess.label(), SignificantDigits.of(guess.probability(), 4)));
                name = "";
            }
        }
        List<String> lines = new ArrayList<>();
        if (isJudged()) {
            lines.add(accuracy("top-1", within(1)));
            lines.add(accuracy("top-5", within(FIVE)));
        }
        return table.render(page) + String.join("", lines);
    }

    private boolean isJudged() {
        return images.stream().allMatch(image -> image.rank().isPresent());
    }

    private int within(int top) {
        return (int)
                images.stream().filter(image -> image.rank().orElse(top) < top).count();
    }

    private String accuracy(String name, int right) {
        return String.format(
                Locale.ROOT, "%s %d of %d (%.1f %%)%n", name, right, images.size(), 100.0 * right / images.size());
    }
}
