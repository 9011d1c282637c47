package org.biggantune.command.evaluate;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.biggantune.command.models.LabelAgreement;
import org.biggantune.command.models.ModelCatalog;
import org.biggantune.domain.ClassLabel;
import org.biggantune.domain.Progress;
import org.biggantune.domain.failure.BigganTuneException;
import org.biggantune.model.ModelFile;
import org.biggantune.runfolder.TuningClassifiers.Role;

/**
 * The classifier that judges samples. A classifier that tuned or chose the embeddings overrates them. Unless the user names
 * a judge, one that did neither is preferred: the default judge, then any installed or shipped classifier that knows all
 * the classes. If all of them were used, one that only chose is preferred to one that tuned.
 *
 * @param classifier the contents of its file
 * @param digest the SHA-256 of the file
 * @param layer the layer that the features are taken from
 * @param role its role in making the embeddings, as far as it is recorded
 */
record EvaluationJudge(ModelFile.ClassifierFile classifier, String digest, String layer, Role role) {
    /**
     * Chooses the judge and reads its file, without libtorch.
     *
     * @param plan the plan, after its subjects have been read
     * @param targets the classes
     * @param progress gets a message if the judge is not the default one
     * @throws BigganTuneException if it is missing, damaged or does not know a class
     */
    static EvaluationJudge choose(
            EvaluateOptions options, EvaluationPlan plan, List<ClassLabel> targets, Progress progress) {
        ModelCatalog catalog = new ModelCatalog(options.home);
        Path first = catalog.find(options.judgeOption(), options.judge());
        if (options.isJudgeNamed()) {
            return required(first, options, plan, targets);
        }
        Optional<EvaluationJudge> usual = usable(first, options, plan, targets);
        // Files are large: none is read after an independent one.
        Optional<EvaluationJudge> leastInvolved = usual;
        for (Path file : catalog.classifiers()) {
            if (leastInvolved.filter(judge -> judge.role == Role.INDEPENDENT).isPresent()) {
                break;
            }
            if (!file.equals(first)) {
                leastInvolved = Stream.concat(leastInvolved.stream(), usable(file, options, plan, targets).stream())
                        .min(Comparator.comparing(EvaluationJudge::role));
            }
        }
        EvaluationJudge best = leastInvolved.orElseGet(() -> required(first, options, plan, targets));
        if (!best.file().equals(first)) {
            progress.say("judge: " + best.file() + ", as the default judge "
                    + (usual.isPresent() ? "helped to make the embeddings" : "does not know all the classes"));
        }
        return best;
    }

    private static EvaluationJudge required(
            Path file, EvaluateOptions options, EvaluationPlan plan, List<ClassLabel> targets) {
        ModelFile.ClassifierFile read =
                ModelFile.classifier(file, options.compute.precision(), options.compute.device());
        new LabelAgreement("--judge", "", file, read.metadata()).require(targets);
        String layer = ModelFile.featureMap(file, read.metadata(), options.features);
        String digest = plan.digest(file);
        return new EvaluationJudge(read, digest, layer, plan.choosers().role(digest));
    }

    /** Reads a file as judge; empty if it does not know the classes or lacks the layer. */
    private static Optional<EvaluationJudge> usable(
            Path file, EvaluateOptions options, EvaluationPlan plan, List<ClassLabel> targets) {
        try {
            return Optional.of(required(file, options, plan, targets));
        } catch (BigganTuneException e) {
            return Optional.empty();
        }
    }

    /** Returns the judge's file. */
    Path file() {
        return classifier.file().path();
    }

    /** Returns a class with the judge's index for it, which does not depend on the generator. */
    ClassLabel label(ClassLabel target) {
        return new ClassLabel(classifier.metadata().indexOf(target).orElseThrow(), target.name());
    }

    /** Adds {@code {"file", "sha256", "features", "featureCount", "role"}} to a JSON object. */
    ObjectNode describe(ObjectNode json, int featureCount) {
        return json.put("file", String.valueOf(file().getFileName()))
                .put("sha256", digest)
                .put("features", layer)
                .put("featureCount", featureCount)
                .put("role", role.name().toLowerCase(Locale.ROOT));
    }
}
