package org.biggantune.command.evaluate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.biggantune.domain.ClassLabel;
import org.biggantune.domain.ClassifierMetadata;
import org.biggantune.domain.Progress;
import org.biggantune.io.OpenResources;
import org.biggantune.io.Sha256;
import org.biggantune.metric.FeatureMoments;
import org.biggantune.metric.Features;
import org.biggantune.metric.ImageScores;
import org.biggantune.metric.RealReference;
import org.biggantune.metric.RealismEvaluator;
import org.biggantune.report.JsonFile;

/** The real images that samples are compared with, or their statistics. */
final class RealSide {
    /** Increment it if the preprocessing of images or the layout of the cache files changes. */
    private static final int CACHE_VERSION = 1;

    private final EvaluateOptions options;
    private final EvaluationJudge judge;
    private final EvaluationNetworks networks;
    private final Optional<RealImages> images;
    private final Optional<RealStatistics> given;
    private final Optional<RealStatistics> written;
    private final RealCache cache;
    private final Map<String, String> unreadable = new TreeMap<>();
    private final Map<Subject, String> keys = new HashMap<>();
    private int featureCount;

    /** The measured real images of a class; no scores if only their statistics are known. */
    record Measured(RealReference reference, Optional<EvaluatedClass.RealScores> scores) {}

    /** A class, the judge's label for it, and the resolution of the images. */
    record Subject(ClassLabel target, ClassLabel label, int resolution) {}

    /**
     * Opens the images and the statistics.
     *
     * @param targets the classes
     * @param progress gets messages about damaged files in the cache
     * @throws org.biggantune.domain.failure.BigganTuneException if a class has too few images or no statistics
     */
    RealSide(EvaluateOptions options, EvaluationNetworks networks, List<ClassLabel> targets, Progress progress) {
        this.options = options;
        this.networks = networks;
        this.judge = networks.judge();
        ClassifierMetadata metadata = judge.classifier().metadata();
        this.images = options.real.map(folder -> {
            RealImages found = RealImages.open(folder, options.split, metadata);
            found.require(folder, targets);
            return found;
        });
        List<ClassLabel> labels = targets.stream().map(judge::label).distinct().toList();
        this.given = options.realStatistics.map(place ->
                statistics("--real-statistics", place).requirePlaces(labels).requireFiles(labels));
        this.written = options.writeStatistics.map(
                place -> statistics("--write-statistics", place).requirePlaces(labels));
        this.cache = new RealCache(options.cache().map(folder -> folder.resolve("real")), progress::say);
    }

    private RealStatistics statistics(String option, Path place) {
        return new RealStatistics(option, place, networks.fidDigest(), networks.fidFeatures());
    }

    /**
     * Measures the real images of a class, or reads their statistics.
     *
     * @param scratch gets the files of their features, without which the result is not valid
     */
    Measured measure(Subject subject, RealismEvaluator evaluator, EvaluationModels models, OpenResources scratch) {
        ClassLabel label = subject.label();
        Optional<ImageScores> scores = images.map(all -> scores(all, subject, evaluator, models, scratch));
        Optional<Features> features = scores.map(ImageScores::features);
        Optional<Features> manifold = scores.map(ImageScores::manifold);
        Optional<FeatureMoments> known = given.map(statistics -> statistics.read(label, subject.resolution()));
        RealReference reference = known.isPresent()
                ? new RealReference(
                        known.get(), features, manifold, options.neighbours, models.threads(), models.matrices())
                : new RealReference(
                        features.orElseThrow(),
                        manifold.orElseThrow(),
                        options.neighbours,
                        models.threads(),
                        models.matrices());
        written.ifPresent(statistics -> statistics.write(
                label,
                known.isEmpty()
                        ? reference.moments()
                        : RealReference.moments(features.orElseThrow(), models.matrices()),
                subject.resolution()));
        featureCount = reference.moments().size();
        return new Measured(
                reference,
                scores.map(all -> EvaluatedClass.RealScores.of(
                        all,
                        RealReference.betweenHalves(all.features(), models.threads(), models.matrices()),
                        options.seed,
                        label.index())));
    }

    private ImageScores scores(
            RealImages all,
            Subject subject,
            RealismEvaluator evaluator,
            EvaluationModels models,
            OpenResources scratch) {
        UnreadableImages left = new UnreadableImages(options.skipUnreadable);
        RealSample sample = sample(all, subject, left);
        ImageScores scores = cache.scores(
                () -> key(all, subject, models.isOnGpu()),
                left,
                scratch,
                () -> evaluator.real(sample, subject.target(), scratch));
        left.reasons().forEach((picture, reason) -> unreadable.put(sample.name(picture), reason));
        return scores;
    }

    /**
     * Identifies the contents of the real images or statistics of a class.
     *
     * @param onGpu whether the judge is on a GPU
     */
    String contents(Subject subject, boolean onGpu) {
        StringBuilder text = new StringBuilder();
        images.ifPresent(all -> text.append(key(all, subject, onGpu)));
        given.ifPresent(statistics -> text.append('-').append(Sha256.of(statistics.file(subject.label()))));
        return text.toString();
    }

    /** Returns whether the statistics to be written for a class already exist; true if none are to be written. */
    boolean isWritten(ClassLabel label) {
        return written.map(statistics -> Files.isRegularFile(statistics.file(label)))
                .orElse(true);
    }

    /** Returns the digest of the images of a class and of everything else that their features depend on. */
    private String key(RealImages all, Subject subject, boolean onGpu) {
        return keys.computeIfAbsent(subject, unused -> {
            MessageDigest digest = Sha256.begin();
            ObjectNode settings = JsonFile.object()
                    .put("version", CACHE_VERSION)
                    .put("judge", judge.digest())
                    .put("layer", judge.layer())
                    .put("inception", sha256(networks.inception()))
                    .put("vgg", sha256(networks.vgg()))
                    .put("precision", judge.classifier().file().precision().toString())
                    .put("label", subject.label().index())
                    .put("resolution", subject.resolution())
                    .put("gpu", onGpu);
            digest.update(JsonFile.line(settings).getBytes(StandardCharsets.UTF_8));
            sample(all, subject, new UnreadableImages(options.skipUnreadable)).digest(digest);
            return HexFormat.of().formatHex(digest.digest());
        });
    }

    private RealSample sample(RealImages all, Subject subject, UnreadableImages left) {
        return RealSample.atMost(options.realSamples, all, subject.target(), subject.resolution(), left);
    }

    private static String sha256(Optional<EvaluationNetworks.Network> network) {
        return network.map(EvaluationNetworks.Network::sha256).orElse("");
    }

    /** Returns the state that another process needs to take over: {@code {"featureCount", "unreadable"}}. */
    ObjectNode state() {
        ObjectNode state = JsonFile.object().put("featureCount", featureCount);
        ObjectNode left = state.putObject("unreadable");
        unreadable.forEach(left::put);
        return state;
    }

    /**
     * Restores the {@link #state} of another process.
     *
     * @return whether it was accepted: unreadable images are skipped, or there are none
     */
    boolean accept(JsonNode state) {
        if (!options.skipUnreadable && !state.path("unreadable").isEmpty()) {
            return false;
        }
        featureCount = state.path("featureCount").asInt();
        state.path("unreadable")
                .properties()
                .forEach(one -> unreadable.put(one.getKey(), one.getValue().asText()));
        return true;
    }

    /** Returns the length of the last compared feature vectors; 0 before any comparison. */
    int featureCount() {
        return featureCount;
    }

    /** Adds what the samples are compared with, and the skipped images, to a JSON object. */
    void describe(ObjectNode json) {
        options.real.ifPresent(folder -> {
            json.put("folder", folder.toString()).put("split", options.split.orElse("all"));
            ArrayNode left = json.putArray("unreadable");
            unreadable.forEach(
                    (file, reason) -> left.addObject().put("file", file).put("reason", reason));
        });
        options.realStatistics.ifPresent(place -> json.put("statistics", place.toString()));
    }
}
