package org.biggantune.command.tune;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.biggantune.archive.TorchScriptArchive;
import org.biggantune.command.models.LabelAgreement;
import org.biggantune.command.models.ModelCatalog;
import org.biggantune.command.models.ModelPrecisions;
import org.biggantune.domain.ClassLabel;
import org.biggantune.domain.GeneratorMetadata;
import org.biggantune.domain.SourceFile;
import org.biggantune.domain.failure.SettingsConflictException;
import org.biggantune.domain.settings.Diversity;
import org.biggantune.domain.settings.DiversitySettings;
import org.biggantune.domain.settings.InitialEmbedding;
import org.biggantune.domain.settings.StartSettings;
import org.biggantune.io.DigestedFile;
import org.biggantune.io.DigestedFiles;
import org.biggantune.model.ModelFile;
import org.biggantune.runfolder.RealLevelFile;
import org.biggantune.runfolder.RowBase;
import org.biggantune.tuning.RealLevel;

/**
 * The models of a tuning run, found and checked against each other without loading libtorch.
 *
 * @param content the generator
 * @param classifier the classifier
 * @param judge the judge, if there is one
 * @param judging the judge's file as read
 * @param files maps roles to files and digests
 * @param initial the embeddings of {@code --initial-file}, if given
 * @param real the file of {@code --real-level}, if given
 * @param levels the level of real images of each class; empty without {@code --real-level}
 * @param classes the classes of the run, all known to classifier and judge
 */
record ModelSet(
        ModelFile.GeneratorFile content,
        ModelFile.ClassifierFile classifier,
        JudgeChoice judge,
        Optional<ModelFile.ClassifierFile> judging,
        Map<String, DigestedFile> files,
        Optional<InitialEmbeddingFile> initial,
        Optional<RealLevelFile> real,
        Map<ClassLabel, RealLevel> levels,
        List<ClassLabel> classes) {
    private static final String JUDGE = "judge";

    /**
     * Finds and reads the models that the options name, {@code --initial-file} and {@code --real-level}.
     *
     * @param digests the digests known so far; new ones are added
     * @param classes returns the classes of the run, which classifier and judge must know
     * @throws org.biggantune.domain.failure.BigganTuneException if a file is missing, damaged or unsuitable for the settings
     */
    static ModelSet find(
            TuningOptions options, DigestedFiles digests, Function<GeneratorMetadata, List<ClassLabel>> classes) {
        Optional<RealLevelFile> real = options.realLevel().map(RealLevelFile::read);
        ModelCatalog catalog = new ModelCatalog(options.home);
        Path generator = catalog.find("--generator", options.models.generator);
        Path classifying = catalog.find("--classifier", options.models.classifier);
        JudgeChoice judge = options.models.judge(catalog);
        Map<String, DigestedFile> files = new LinkedHashMap<>();
        files.put("generator", digests.of(generator));
        files.put("classifier", digests.of(classifying));
        judge.file().ifPresent(file -> files.put(JUDGE, digests.of(file)));
        ModelFile.ClassifierFile classifier = classifier(options, classifying);
        Optional<ModelFile.ClassifierFile> judging =
                judge.file().map(file -> file.equals(classifying) ? classifier : classifier(options, file));
        DiversitySettings diversity = options.settings().objective().diversity();
        if (diversity.kind() == Diversity.FEATURES) {
            // Checked here, before the slow loading of models.
            ModelFile.featureMap(classifying, classifier.metadata(), diversity.features());
        }
        ModelFile.GeneratorFile content =
                ModelFile.generator(generator, options.compute.precision(), options.compute.device());
        List<ClassLabel> wanted = classes.apply(content.metadata());
        new LabelAgreement("--classifier", "", classifying, classifier.metadata()).require(wanted);
        JudgeChoice agreed =
                judging.map(file -> judge.knowing(wanted, file.metadata())).orElse(judge);
        if (agreed.file().isEmpty()) {
            files.remove(JUDGE);
        }
        StartSettings start = options.settings().start();
        if (!options.run.force) {
            start.file().ifPresent(file -> RowBase.require("--initial-file", file, generator, content.metadata()));
        }
        Optional<InitialEmbeddingFile> initial =
                InitialEmbeddingFile.find(start, content.embeddings().columns());
        if (start.initial() == InitialEmbedding.TOP || start.initial() == InitialEmbedding.RANDOM) {
            start.requireDifferent(content.embeddings().rows(), "the generator");
        }
        return new ModelSet(
                content,
                classifier,
                agreed,
                judging.filter(file -> agreed.file().isPresent()),
                files,
                initial,
                real,
                real.map(file -> file.levels(wanted, sources(files))).orElse(Map.of()),
                wanted);
    }

    /** Returns whether judge and classifier have the same content, so that only one need be loaded. */
    boolean judgeIsClassifier() {
        return files.containsKey(JUDGE)
                && file(JUDGE).sha256().equals(file("classifier").sha256());
    }

    private DigestedFile file(String role) {
        return Objects.requireNonNull(files.get(role));
    }

    /** Returns the generator that tuned embeddings belong to. */
    RowBase base() {
        return new RowBase(
                Objects.requireNonNull(digests().get("generator")),
                content.metadata().source().sha256());
    }

    /** Returns the name and digest of the file of each role. */
    Map<String, SourceFile> digests() {
        return sources(files);
    }

    private static Map<String, SourceFile> sources(Map<String, DigestedFile> files) {
        Map<String, SourceFile> sources = new LinkedHashMap<>();
        files.forEach((role, file) ->
                sources.put(role, new SourceFile(String.valueOf(file.file().getFileName()), file.sha256())));
        return sources;
    }

    /**
     * Opens the generator's archive; the caller closes it. The file is digested before it is parsed, so that one being
     * written to is reported as changed and not as corrupt, and checked again once open, since it may have been replaced
     * in between.
     *
     * @throws SettingsConflictException if it is not the file that was digested
     */
    TorchScriptArchive openGenerator() {
        DigestedFile now = file("generator").requireSameContent();
        TorchScriptArchive archive = TorchScriptArchive.open(now.file());
        try {
            now.requireUntouched();
            return archive;
        } catch (RuntimeException e) {
            archive.close();
            throw e;
        }
    }

    /**
     * Requires that every model's file still has the digested content; rereads those that were touched.
     *
     * @throws SettingsConflictException if a file has changed
     */
    void requireSameContent() {
        files.values().stream().filter(DigestedFile::touched).forEach(DigestedFile::requireSameContent);
    }

    /**
     * Requires that no model's file was touched since its digest was started, so that the digest covers everything read or
     * loaded since then.
     *
     * @throws SettingsConflictException if a file was touched
     */
    void requireUntouched() {
        files.values().forEach(DigestedFile::requireUntouched);
    }

    /** Returns the precision of each model. */
    ModelPrecisions precisions() {
        Map<String, ModelFile> models = new LinkedHashMap<>();
        models.put("generator", content.file());
        models.put("classifier", classifier.file());
        judging.ifPresent(file -> models.put(JUDGE, file.file()));
        return ModelPrecisions.of(models);
    }

    private static ModelFile.ClassifierFile classifier(TuningOptions options, Path file) {
        return ModelFile.classifier(file, options.compute.precision(), options.compute.device());
    }
}
