package org.biggantune.model.zoo;

import ai.djl.repository.Artifact;
import ai.djl.repository.License;
import ai.djl.repository.MRL;
import ai.djl.repository.Repository;
import ai.djl.repository.zoo.ModelLoader;
import ai.djl.repository.zoo.ModelZoo;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.biggantune.domain.failure.CorruptInputException;
import org.biggantune.domain.failure.MissingInputException;
import org.biggantune.domain.failure.SettingsConflictException;
import org.biggantune.io.MessageText;
import org.biggantune.io.download.ExpectedDigest;
import org.biggantune.io.download.RemoteFile;

/**
 * DJL's model zoo. DJL's classes list the artifacts and parse their metadata; files are fetched by the tool's own
 * downloader because DJL's neither resumes nor restricts the URL scheme. No engine is loaded.
 *
 * @param base the URL of the zoo's root, ending with a slash
 */
public record DjlZoo(URI base) {
    private static final String REDIRECTION = "DJL_REPO_URL";
    private static final String PUBLIC = "https://mlrepo.djl.ai/";
    private static final String METADATA = "metadata.json";

    /**
     * Returns the zoo named by {@code DJL_REPO_URL} in the environment or as system property, as in DJL; else the
     * public one.
     */
    public static DjlZoo of(Map<String, String> environment) {
        String named = Optional.ofNullable(environment.get(REDIRECTION))
                .filter(value -> !value.isBlank())
                .orElseGet(() -> System.getProperty(REDIRECTION, PUBLIC));
        try {
            URI base = URI.create(named.endsWith("/") ? named : named + "/");
            RemoteFile.of(base);
            return new DjlZoo(base);
        } catch (IllegalArgumentException e) {
            throw new SettingsConflictException(
                    "environment variable " + REDIRECTION + ": not a URL: " + MessageText.of(named), e);
        }
    }

    /** Whether this is the public zoo, where files never change. */
    public boolean isPublic() {
        return base.toString().equals(PUBLIC);
    }

    /**
     * Returns the metadata file of an artifact, which lists its models.
     *
     * @throws MissingInputException if DJL knows no such artifact
     */
    public RemoteFile metadata(ZooAddress address) {
        return RemoteFile.of(base.resolve(path(address)));
    }

    /**
     * Returns the path of an artifact's metadata in a repository, such as {@code model/cv/…/biggan-deep/metadata.json}.
     */
    public static String path(ZooAddress address) {
        String folder = resource(address).toURI().toString();
        return folder + (folder.endsWith("/") ? "" : "/") + METADATA;
    }

    /**
     * Finds the model of an address.
     *
     * @param repository a folder with the artifact's metadata at {@link #path}
     * @throws MissingInputException if the artifact has no such model
     * @throws CorruptInputException if the metadata cannot be read
     */
    public ZooModel model(ZooAddress address, Path repository) {
        MRL known = resource(address);
        Artifact artifact = artifact(address, known, repository);
        Artifact.Item item = artifact.getFiles().values().stream()
                .filter(file -> file.getUri().matches(".*\\.pt(\\.gz)?"))
                .findFirst()
                .orElseThrow(() -> new MissingInputException(address + ": has no TorchScript file (.pt), found "
                        + artifact.getFiles().keySet()));
        return new ZooModel(
                artifact.getName(),
                file(address, item),
                artifact.getArguments() == null ? Map.of() : new HashMap<>(artifact.getArguments()),
                licence(artifact));
    }

    private static Artifact artifact(ZooAddress address, MRL known, Path repository) {
        List<Artifact> artifacts = artifacts(address, known, repository);
        List<Artifact> named = artifacts.stream()
                .filter(artifact ->
                        address.name().map(artifact.getName()::equals).orElse(true))
                .filter(artifact ->
                        address.version().map(artifact.getVersion()::equals).orElse(true))
                .toList();
        if (named.size() == 1) {
            return named.get(0);
        }
        throw new MissingInputException(address + ": " + (named.isEmpty() ? "no such model" : "more than one model")
                + "; the artifact has "
                + artifacts.stream().map(Artifact::getName).sorted().collect(Collectors.joining(", ")));
    }

    private static List<Artifact> artifacts(ZooAddress address, MRL known, Path repository) {
        try {
            return Repository.newInstance("models", repository)
                    .model(
                            known.getApplication(),
                            known.getGroupId(),
                            known.getArtifactId(),
                            address.version().orElse(known.getVersion()))
                    .listArtifacts();
        } catch (IOException | RuntimeException e) {
            // DJL's JSON library throws its own unchecked exceptions.
            throw new CorruptInputException(
                    address + ": the zoo's metadata cannot be read: " + MessageText.of(String.valueOf(e.getMessage())),
                    e);
        }
    }

    private RemoteFile file(ZooAddress address, Artifact.Item item) {
        try {
            URI uri = metadata(address).uri().resolve(item.getUri());
            if (!String.valueOf(uri.getScheme()).equals(base.getScheme())) {
                throw new CorruptInputException(
                        address + ": its file is at " + MessageText.of(uri.toString()) + ", outside the zoo");
            }
            Optional<ExpectedDigest> digest =
                    Optional.ofNullable(item.getSha1Hash()).map(ExpectedDigest::sha1);
            return item.getSize() > 0
                    ? RemoteFile.of(uri, item.getSize(), digest)
                    : new RemoteFile(uri, OptionalLong.empty(), Long.MAX_VALUE, digest);
        } catch (IllegalArgumentException e) {
            throw new CorruptInputException(
                    address + ": invalid metadata in the zoo: " + MessageText.of(String.valueOf(e.getMessage())), e);
        }
    }

    private static Optional<String> licence(Artifact artifact) {
        Map<String, License> licences =
                artifact.getMetadata() == null ? null : artifact.getMetadata().getLicenses();
        return licences == null
                ? Optional.empty()
                : licences.values().stream().map(License::getName).findFirst();
    }

    private static MRL resource(ZooAddress address) {
        ModelZoo zoo = ModelZoo.getModelZoo(address.group());
        ModelLoader loader = zoo == null ? null : zoo.getModelLoader(address.artifact());
        if (loader == null) {
            throw new MissingInputException(address + ": DJL's zoo of PyTorch models (ai.djl.pytorch) has no such"
                    + " artifact; it has biggan-deep and resnet, among others");
        }
        return loader.getMrl();
    }
}
