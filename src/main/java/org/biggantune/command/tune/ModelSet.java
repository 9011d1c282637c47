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
import org.biggantune.runfolder.RowBase;

/**
 * The models of a tuning, found and checked against each other without libtorch.
 *
 * @param content the generator
 * @param classifier the classifier
 * @param judge the judge, if there is one
 * @param judging what was read of the judge's file
 * @param files role to file and digest
 * @param initial the rows of a file to start at, if there is one
 * @param classes those that the tuning is about, all of which classifier and judge know
 */
record ModelSet(
        ModelFile.GeneratorFile content,
        ModelFile.ClassifierFile classifier,
        JudgeChoice judge,
        Optional<ModelFile.ClassifierFile> judging,
        Map<String, DigestedFile> files,
        Optional<InitialEmbeddingFile> initial,
        List<ClassLabel> classes) {
    private static final String JUDGE = "judge";

    /**
     * Finds and reads the models that options name, and the rows to start at.
     *
     * @param digests of files that are known already, added to
     * @param classes gives the classes that the tuning is about, which classifier and judge must know
     * @throws org.biggantune.domain.failure.BigganTuneException if one is missing or damaged, or lacks what the settings need
     */
    static ModelSet find(
            TuningOptions options, DigestedFiles digests, Function<GeneratorMetadata, List<ClassLabel>> classes) {
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
            // Refused here already: loading the models takes time.
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
                wanted);
    }

    /** Whether the judge is the same file, or a copy of it: then one of them need be loaded. */
    boolean judgeIsClassifier() {
        return files.containsKey(JUDGE)
                && file(JUDGE).sha256().equals(file("classifier").sha256());
    }

    private DigestedFile file(String role) {
        return Objects.requireNonNull(files.get(role));
    }

    /** The generator that tuned rows will belong to. */
    RowBase base() {
        return new RowBase(
                Objects.requireNonNull(digests().get("generator")),
                content.metadata().source().sha256());
    }

    /** Role to file name and digest. */
    Map<String, SourceFile> digests() {
        Map<String, SourceFile> digests = new LinkedHashMap<>();
        files.forEach((role, file) ->
                digests.put(role, new SourceFile(String.valueOf(file.file().getFileName()), file.sha256())));
        return digests;
    }

    /**
     * Opens the generator's archive; the caller closes it. The content is digested before it is parsed, so that a file that
     * somebody writes to is called changed and not corrupt; once it is open it must be untouched, since a path can be
     * given to another file in between.
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
     * Requires that every model's file still has the content that was digested; reads those that were touched.
     *
     * @throws SettingsConflictException if one has not
     */
    void requireSameContent() {
        files.values().stream().filter(DigestedFile::touched).forEach(DigestedFile::requireSameContent);
    }

    /**
     * Requires that no model's file was touched since its digest began: then what was read and loaded of it in between is
     * what the digest says.
     *
     * @throws SettingsConflictException if one was
     */
    void requireUntouched() {
        files.values().forEach(DigestedFile::requireUntouched);
    }

    /** What they compute in. */
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
