package org.biggantune.run;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.biggantune.domain.ClassLabel;
import org.biggantune.domain.ClassNames;
import org.biggantune.domain.ClassSelection;
import org.biggantune.domain.ClassifierMetadata;
import org.biggantune.domain.Diversity;
import org.biggantune.domain.DiversitySettings;
import org.biggantune.domain.InitialEmbedding;
import org.biggantune.domain.SettingsConflictException;
import org.biggantune.domain.SourceFile;
import org.biggantune.domain.StartSettings;
import org.biggantune.io.Sha256;
import org.biggantune.model.ModelFile;

/**
 * The models of a tuning, found and checked against each other without libtorch.
 *
 * @param generator the generator's file
 * @param content what it says about itself
 * @param classifier the classifier's file
 * @param judge the judge's file, if there is one
 * @param facts what classifier and judge say about themselves, by file
 * @param digests role to file name and digest
 * @param precisions what they compute in
 * @param initial the rows of a file to start at, if there is one
 */
public record ModelSet(
        Path generator,
        ModelFile.GeneratorFile content,
        Path classifier,
        Optional<Path> judge,
        Map<Path, ClassifierMetadata> facts,
        Map<String, SourceFile> digests,
        ModelPrecisions precisions,
        Optional<InitialRows> initial) {

    /**
     * Finds and reads the models that a request names, and the rows to start at.
     *
     * @throws org.biggantune.domain.BigganTuneException if one is missing or damaged, or lacks what the settings need
     */
    static ModelSet find(ImproveRequest request) {
        ModelCatalog catalog = new ModelCatalog(request.home());
        Path generator = catalog.find("--generator", request.generator());
        Path classifier = catalog.find("--classifier", request.classifier());
        Optional<Path> judge = request.judge().map(name -> catalog.find("--judge", name));
        Map<String, SourceFile> digests = new LinkedHashMap<>();
        digests.put("generator", digest(generator));
        digests.put("classifier", digest(classifier));
        judge.ifPresent(file -> digests.put("judge", digest(file)));
        Map<Path, ClassifierMetadata> facts = new HashMap<>();
        facts.put(classifier, ModelFile.classifier(classifier));
        judge.ifPresent(file -> facts.computeIfAbsent(file, ModelFile::classifier));
        DiversitySettings diversity = request.tuning().diversity();
        if (diversity.kind() == Diversity.FEATURES) {
            // Refused here already: loading the models takes time.
            ModelFile.featureMap(classifier, facts.get(classifier), diversity.features());
        }
        ModelFile.GeneratorFile content = ModelFile.generator(generator);
        StartSettings start = request.tuning().start();
        Optional<InitialRows> initial =
                InitialRows.find(start, content.embeddings().columns());
        if (start.initial() == InitialEmbedding.TOP || start.initial() == InitialEmbedding.RANDOM) {
            start.requireDifferent(content.embeddings().rows(), "the generator");
        }
        return new ModelSet(
                generator,
                content,
                classifier,
                judge,
                facts,
                digests,
                precisions(request, generator, classifier, judge),
                initial);
    }

    /**
     * The classes of the generator that expressions select.
     *
     * @throws SettingsConflictException if the classifier or the judge lacks the label of one
     */
    List<ClassLabel> select(List<String> expressions) {
        List<String> names = content.metadata().classNames();
        List<ClassLabel> selected = ClassSelection.parse(
                expressions, new ClassNames("generator", names), names.size(), new CommonsNearestNames());
        requireLabels(selected);
        return selected;
    }

    /**
     * Requires that classifier and judge know classes.
     *
     * @throws SettingsConflictException if one lacks the label of a class
     */
    void requireLabels(List<ClassLabel> classes) {
        requireLabels("--classifier", classifier, classes);
        judge.ifPresent(file -> requireLabels("--judge", file, classes));
    }

    /** Whether the judge is the same file, or a copy of it: then one of them need be loaded. */
    boolean judgeIsClassifier() {
        return judge.isPresent()
                && digests.get("judge")
                        .sha256()
                        .equals(digests.get("classifier").sha256());
    }

    private void requireLabels(String option, Path file, List<ClassLabel> classes) {
        ClassifierMetadata metadata = facts.get(file);
        for (ClassLabel label : classes) {
            if (!metadata.knows(label)) {
                List<String> near = new CommonsNearestNames().nearest(label.name(), metadata.labels());
                throw new SettingsConflictException(option + " " + file + ": no label '" + label.name() + "' among its "
                        + metadata.labels().size() + " labels"
                        + (near.isEmpty() ? "" : " (nearest: " + String.join(", ", near) + ")")
                        + "; choose a classifier that knows the class");
            }
        }
    }

    private static ModelPrecisions precisions(
            ImproveRequest request, Path generator, Path classifier, Optional<Path> judge) {
        Map<String, Path> files = new LinkedHashMap<>();
        files.put("generator", generator);
        files.put("classifier", classifier);
        judge.ifPresent(file -> files.put("judge", file));
        return ModelPrecisions.of(request.precision(), files);
    }

    private static SourceFile digest(Path file) {
        return new SourceFile(String.valueOf(file.getFileName()), Sha256.of(file));
    }
}
