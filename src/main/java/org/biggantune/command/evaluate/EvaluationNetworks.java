package org.biggantune.command.evaluate;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.biggantune.command.models.ModelCatalog;
import org.biggantune.domain.failure.CorruptInputException;
import org.biggantune.domain.failure.MissingInputException;
import org.biggantune.io.download.ExpectedDigest;

/**
 * The networks that the measures are computed with: NVIDIA's detectors if they are installed, else the judge.
 *
 * @param judge the network for top-1 and probability, and for the measures of missing detectors
 * @param inception the network for FID, KID and the Inception Score
 * @param vgg the network for precision, recall, density, coverage and LPIPS
 */
record EvaluationNetworks(EvaluationJudge judge, Optional<Network> inception, Optional<Network> vgg) {
    private static final String INCEPTION = "inception-2015-12-05";
    private static final String VGG = "nvidia-vgg16";
    private static final List<String> BY_JUDGE = List.of("top1", "probability");
    private static final List<String> BY_INCEPTION = List.of("fid", "kid", "inceptionScore");
    private static final List<String> BY_VGG = List.of("precision", "recall", "density", "coverage");

    /**
     * A detector.
     *
     * @param file its program
     * @param sha256 the SHA-256 of the file
     * @param features the name of its feature vectors
     * @param known whether its digest is the catalogue's
     */
    record Network(Path file, String sha256, String features, boolean known) {}

    /**
     * Finds the detectors and checks their digests, without libtorch.
     *
     * @throws MissingInputException if a named detector does not exist
     * @throws CorruptInputException if the digest of a file does not match its name
     */
    static EvaluationNetworks choose(EvaluateOptions options, EvaluationJudge judge, EvaluationPlan plan) {
        ModelCatalog catalog = new ModelCatalog(options.home);
        return new EvaluationNetworks(
                judge,
                find("--inception", options.inception, INCEPTION, catalog)
                        .map(file -> network(file, INCEPTION, "pool3", catalog, plan)),
                find("--vgg", options.vgg, VGG, catalog).map(file -> network(file, VGG, "features", catalog, plan)));
    }

    private static Optional<Path> find(String option, String value, String name, ModelCatalog catalog) {
        return switch (value) {
            case "none" -> Optional.empty();
            case "auto" -> catalog.installed(name);
            default -> Optional.of(catalog.find(option, value));
        };
    }

    private static Network network(Path file, String name, String features, ModelCatalog catalog, EvaluationPlan plan) {
        // First, so that the plan notices if the file changes from here on.
        String sha256 = plan.digest(file);
        Optional<ExpectedDigest> expected = catalog.digest(name);
        expected.ifPresent(digest -> require(file, sha256, digest, name));
        return new Network(file, sha256, features, expected.isPresent());
    }

    /** The numbers are those of papers only with the very same network. */
    private static void require(Path file, String sha256, ExpectedDigest expected, String name) {
        boolean published;
        try {
            published = expected.isOf(file, sha256);
        } catch (IOException e) {
            throw new MissingInputException(file + ": cannot be read: " + e.getMessage(), e);
        }
        if (!published) {
            throw new CorruptInputException(file + ": is not the published " + name + " (its " + expected.algorithm()
                    + " does not begin with " + expected.hex() + "); get that with: biggan-tune models install " + name
                    + " --force");
        }
    }

    /** The file's digest of the network whose features give the FID. */
    String fidDigest() {
        return inception.map(Network::sha256).orElse(judge.digest());
    }

    /** What gives the features of the FID. */
    String fidFeatures() {
        return inception.map(Network::features).orElse(judge.layer());
    }

    /** For each number the file, digest and features of the network that it is taken with. */
    void describe(ObjectNode json) {
        Network judges = new Network(judge.file(), judge.digest(), judge.layer(), false);
        BY_JUDGE.forEach(name -> describe(json.putObject(name), judges, "logits"));
        BY_INCEPTION.forEach(name -> {
            Network used = inception.orElse(judges);
            describe(json.putObject(name), used, name.equals("inceptionScore") ? "softmax" : used.features());
        });
        BY_VGG.forEach(name -> {
            Network used = vgg.or(() -> inception).orElse(judges);
            describe(json.putObject(name), used, used.features());
        });
        describe(json.putObject("featureDistance"), vgg.orElse(judges), vgg.isPresent() ? "LPIPS" : judges.features());
    }

    private static void describe(ObjectNode json, Network network, String features) {
        json.put("file", String.valueOf(network.file().getFileName()))
                .put("sha256", network.sha256())
                .put("features", features);
    }
}
