package org.biggantune.command.evaluate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.biggantune.cli.Report;
import org.biggantune.domain.VisibleText;
import org.biggantune.metric.ConfidenceInterval;
import org.biggantune.report.JsonFile;
import org.biggantune.report.Page;
import org.biggantune.report.ResultTable;
import org.biggantune.report.SignificantDigits;

/** The output of {@code evaluate}: the measures of every embedding, and the means of each run. */
final class EvaluationSummary implements Report {
    private static final int DECIMALS = 3;
    /** The maximum number of unreadable images that are named below the table. */
    private static final int MOST_NAMES = 5;

    private static final String NONE = "–";
    private static final String ABOVE_REAL = "*";
    private static final String PLUS_MINUS = "± 95 %";
    private static final List<String> HEADERS = List.of(
            "class",
            "judge top-1",
            "prob.",
            "pair div.",
            "MS-SSIM",
            "feature dist.",
            "FID",
            "KID × 1000",
            "prec.",
            "recall",
            "dens.",
            "cover.");

    private final ObjectNode protocol;
    private final List<EvaluatedClass> classes;

    /**
     * The results of one run, or of the generator itself.
     *
     * @param title the run's folder or the generator's file
     * @param classes at least one
     */
    private record Group(String title, List<EvaluatedClass> classes) {}

    /**
     * A summary.
     *
     * @param protocol what must be known to compare the numbers with others
     * @param classes the classes in the order asked for
     */
    EvaluationSummary(ObjectNode protocol, List<EvaluatedClass> classes) {
        this.protocol = protocol;
        this.classes = List.copyOf(classes);
    }

    /**
     * Returns JSON: the judge, the real images and the settings, {@code warnings}, {@code results} with an entry per class,
     * and {@code runs} with the means of each run.
     */
    @Override
    public String json() {
        ObjectNode json = protocol.deepCopy();
        ArrayNode warnings = json.putArray("warnings");
        warnings().forEach(warnings::add);
        ArrayNode results = json.putArray("results");
        classes.forEach(one -> results.add(one.json()));
        ArrayNode runs = json.putArray("runs");
        for (Group group : groups()) {
            ObjectNode node = runs.addObject();
            EvaluationSubject subject = group.classes().get(0).subject();
            subject.run().ifPresent(run -> node.put("run", run.toString()));
            node.put("generator", subject.generator().toString());
            node.put("classes", group.classes().size());
            node.set("before", json(before(group)));
            after(group).ifPresent(mean -> node.set("after", json(mean)));
        }
        return JsonFile.pretty(json);
    }

    /** Returns a table for each run, with means if it has several classes, and what the numbers depend on. */
    @Override
    public String text(Page page) {
        List<Group> groups = groups();
        boolean named = groups.size() > 1 || classes.get(0).subject().run().isPresent();
        StringBuilder text = new StringBuilder();
        for (Group group : groups) {
            if (named) {
                text.append(VisibleText.line(group.title())).append('\n');
            }
            text.append(table(group).render(page)).append(named ? "\n" : "");
        }
        return text + footnote();
    }

    private ResultTable table(Group group) {
        ResultTable table = new ResultTable(headers());
        for (EvaluatedClass one : group.classes()) {
            EvaluationSubject subject = one.subject();
            String original = subject.original().equals(subject.target())
                    ? "original"
                    : "original class " + plain(subject.original().toString());
            add(table, plain(subject.target().toString()), original, one.before(), one.after(), one.real());
        }
        if (group.classes().size() > 1) {
            List<EvaluatedClass.RealScores> scores =
                    group.classes().stream().flatMap(one -> one.real().stream()).toList();
            add(
                    table,
                    "mean of " + group.classes().size(),
                    "original",
                    before(group),
                    after(group),
                    scores.isEmpty() ? Optional.empty() : Optional.of(EvaluatedClass.RealScores.mean(scores)));
        }
        return table;
    }

    private List<String> headers() {
        List<String> headers = new ArrayList<>(HEADERS);
        if (network("featureDistance", "features").equals("LPIPS")) {
            headers.set(1 + EmbeddingMeasures.NAMES.indexOf("featureDistance"), "LPIPS");
        }
        return headers;
    }

    /** What is known of the network that a number is taken with. */
    private String network(String measure, String fact) {
        return protocol.path("networks").path(measure).path(fact).asText();
    }

    /** The networks of the numbers, in words. */
    private String networks() {
        String fid = network("fid", "file") + " (" + network("fid", "features") + ")";
        String precision = network("precision", "file") + " (" + network("precision", "features") + ")";
        String text = fid.equals(precision)
                ? "FID and the columns after it use the features of " + fid
                : "FID and KID use the features of " + fid + ", precision to coverage those of " + precision;
        return text
                + (network("featureDistance", "features").equals("LPIPS")
                        ? ", LPIPS by " + network("featureDistance", "file")
                        : "");
    }

    private String realImages() {
        String statistics = protocol.at("/real/statistics").asText();
        String images = "up to " + protocol.at("/settings/real-samples").asText() + " real images per class";
        if (statistics.isEmpty()) {
            return images;
        }
        return (protocol.at("/real").has("folder") ? images + ", FID to the" : "the") + " statistics " + statistics;
    }

    private String footnote() {
        return String.format(
                        Locale.ROOT,
                        "%s samples and %s; %s: compare them only with numbers from the same features.%n",
                        protocol.at("/settings/samples").asText(),
                        realImages(),
                        networks())
                + (classes.stream()
                                .anyMatch(one -> one.real()
                                        .filter(real -> real.values().containsKey("fid"))
                                        .isPresent())
                        ? "FID and KID in the line real compare one half of the real images with the other.\n"
                        : "")
                + unreadable()
                + warnings().stream()
                        .map(warning -> "Warning: " + warning + ".\n")
                        .collect(Collectors.joining())
                + (anyAboveReal()
                        ? ABOVE_REAL
                                + " higher than for the real images: the judge is surer of these samples than of real ones,"
                                + " which is no gain in realism.\n"
                        : "")
                + bias();
    }

    /** Returns a line that names the real images that were skipped; empty if none was. */
    private String unreadable() {
        JsonNode left = protocol.at("/real/unreadable");
        if (left.isEmpty()) {
            return "";
        }
        List<String> names = new ArrayList<>();
        left.forEach(one -> names.add(VisibleText.line(one.path("file").asText())));
        int shown = Math.min(MOST_NAMES, names.size());
        return (names.size() == 1 ? "1 unreadable image" : names.size() + " unreadable images") + " skipped: "
                + String.join(", ", names.subList(0, shown))
                + (shown < names.size() ? " and " + (names.size() - shown) + " more (--json names all)" : "") + "\n";
    }

    /** Returns a warning that the judge may overrate the embeddings; empty if it did not help to make them. */
    private String bias() {
        String judge = protocol.at("/judge/file").asText();
        String more = ": its top-1 and probability overrate them; prefer a classifier that was not used (--judge).\n";
        return switch (protocol.at("/judge/role").asText()) {
            case "classifier" -> judge + " tuned the embeddings" + more;
            case "judge" -> judge + " helped to choose the embeddings" + more;
            default -> "";
        };
    }

    /** Returns warnings about an unreliable FID: fewer images than features, real or generated. */
    private List<String> warnings() {
        int features = protocol.at("/judge/featureCount").asInt();
        int samples = protocol.at("/settings/samples").asInt();
        List<String> warnings = new ArrayList<>();
        if (samples < features) {
            warnings.add(tooFew(samples + " samples", "--samples", features));
        }
        classes.stream()
                .flatMap(one -> one.real().stream())
                .mapToInt(EvaluatedClass.RealScores::count)
                .min()
                .ifPresent(fewest -> {
                    if (fewest < features) {
                        warnings.add(tooFew(fewest + " real images of a class", "--real-samples", features));
                    }
                });
        return warnings;
    }

    private static String tooFew(String images, String option, int features) {
        return images + " for " + features + " features: the FID is far too high and of little use; give " + option
                + " " + (features + features % 2) + " or more";
    }

    private List<Group> groups() {
        Map<String, List<EvaluatedClass>> byTitle = new LinkedHashMap<>();
        for (EvaluatedClass one : classes) {
            String title = one.subject().run().orElse(one.subject().generator()).toString();
            byTitle.computeIfAbsent(title, unused -> new ArrayList<>()).add(one);
        }
        return byTitle.entrySet().stream()
                .map(entry -> new Group(entry.getKey(), entry.getValue()))
                .toList();
    }

    private EmbeddingMeasures before(Group group) {
        return EmbeddingMeasures.mean(
                group.classes().stream().map(EvaluatedClass::before).toList());
    }

    private Optional<EmbeddingMeasures> after(Group group) {
        List<EmbeddingMeasures> after =
                group.classes().stream().flatMap(one -> one.after().stream()).toList();
        return after.isEmpty() ? Optional.empty() : Optional.of(EmbeddingMeasures.mean(after));
    }

    private static ObjectNode json(EmbeddingMeasures mean) {
        return mean.json().put("inceptionScore", mean.inception().score());
    }

    /** Adds a line with the class's name, one for each embedding, and one for the real images. */
    private static void add(
            ResultTable table,
            String name,
            String original,
            EmbeddingMeasures before,
            Optional<EmbeddingMeasures> after,
            Optional<EvaluatedClass.RealScores> real) {
        if (after.isEmpty()) {
            addMeasured(table, name, before, real);
        } else {
            List<String> heading = new ArrayList<>(Collections.nCopies(HEADERS.size(), ""));
            heading.set(0, name);
            table.add(heading);
            addMeasured(table, original, before, Optional.empty());
            addMeasured(table, "tuned", after.get(), real);
        }
        real.ifPresent(scores -> addReal(table, scores));
    }

    private static void addMeasured(
            ResultTable table, String name, EmbeddingMeasures measures, Optional<EvaluatedClass.RealScores> real) {
        List<String> cells = new ArrayList<>(List.of(name));
        for (String measure : EmbeddingMeasures.NAMES) {
            cells.add(measures.value(measure)
                    .map(found -> number(measure, found.mean())
                            + (real.filter(scores -> scores.isBeatenBy(measure, found.mean()))
                                            .isPresent()
                                    ? ABOVE_REAL
                                    : ""))
                    .orElse(NONE));
        }
        table.add(cells);
        if (measures.values().values().stream().anyMatch(ConfidenceInterval::isBounded)) {
            List<String> bounds = new ArrayList<>(List.of(PLUS_MINUS));
            for (String measure : EmbeddingMeasures.NAMES) {
                bounds.add(measures.value(measure)
                        .filter(ConfidenceInterval::isBounded)
                        .map(found -> ResultTable.number(unit(measure) * found.half(), DECIMALS))
                        .orElse(""));
            }
            table.add(bounds);
        }
    }

    private static String number(String measure, double value) {
        return SignificantDigits.of(unit(measure) * value, DECIMALS);
    }

    private static double unit(String name) {
        return name.equals("kid") ? 1000 : 1;
    }

    /** Adds the scores of the real images, below the embeddings that were compared with them. */
    private static void addReal(ResultTable table, EvaluatedClass.RealScores real) {
        List<String> cells = new ArrayList<>(List.of("real"));
        for (String name : EmbeddingMeasures.NAMES) {
            ConfidenceInterval found = real.values().get(name);
            cells.add(found == null ? "" : number(name, found.mean()));
        }
        table.add(cells);
    }

    /** Returns whether the samples of any embedding score higher than the real images. */
    private boolean anyAboveReal() {
        return classes.stream()
                .anyMatch(one -> List.of("top1", "probability").stream()
                        .anyMatch(name -> one.real()
                                .filter(real -> real.isBeatenBy(
                                        name,
                                        one.after()
                                                .orElse(one.before())
                                                .value(name)
                                                .map(ConfidenceInterval::mean)
                                                .orElse(0.0)))
                                .isPresent()));
    }

    private static String plain(String label) {
        return label.replace("\"", "");
    }
}
