package org.biggantune.importer;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.biggantune.archive.MetadataFormat;
import org.biggantune.archive.StateDict;
import org.biggantune.archive.StoredTensor;
import org.biggantune.archive.TorchScriptArchive;
import org.biggantune.domain.failure.UnsupportedInputException;
import org.biggantune.io.MessageText;

/**
 * Finds networks of known architectures in TorchScript programs by the names of their tensors, at any attribute path.
 * The programs are not run.
 */
public final class ProgramNetworks {
    /** For each layout of a generator, a tensor that occurs in it exactly once. */
    private static final List<String> GENERATOR_MARKS = List.of("generator.gen_z.bias", "output_layer.2.weight");

    /** The same for classifiers. */
    private static final List<String> CLASSIFIER_MARKS = List.of(
            "layer1.0.conv1.weight",
            "features.0.weight",
            "features.module.0.weight",
            "features.conv0.weight",
            "Conv2d_1a_3x3.conv.weight");

    /** The limit of candidates, each of which costs a pass over all names. */
    private static final int MOST_CANDIDATES = 64;

    private static final int LISTED = 4;

    private final TorchScriptArchive archive;
    private final List<String> marks;
    private final Predicate<StateDict> fits;

    private ProgramNetworks(TorchScriptArchive archive, List<String> marks, Predicate<StateDict> fits) {
        this.archive = archive;
        this.marks = marks;
        this.fits = fits;
    }

    /**
     * Finds the generator in a program: the only one, else the one with a module name of an average ({@code G_ema}).
     *
     * @param archive the archive, which must stay open while the tensors are used
     * @param embedding the full name of the generator's class embeddings, if given by the user
     * @return empty if no tensors are named like a generator's, or {@code embedding} does not belong to a generator
     * @throws UnsupportedInputException if there are several candidates
     */
    public static Optional<FoundNetwork> generator(TorchScriptArchive archive, Optional<String> embedding) {
        List<FoundNetwork> found = generators(archive);
        if (embedding.isPresent()) {
            String name = embedding.get();
            return found.stream()
                    .filter(network -> GeneratorFamily.of(network.tensors())
                            .map(family -> prefix(network) + family.embeddingParameter())
                            .filter(name::equals)
                            .isPresent())
                    .findFirst();
        }
        return only(archive, found, "generators", "choose one by its class embeddings with --embedding-parameter");
    }

    /**
     * Finds the classifier in a program.
     *
     * @param archive the archive, which must stay open while the tensors are used
     * @param family its family, if given by the user
     * @return empty if no tensors are named like a classifier's
     * @throws UnsupportedInputException if there are several
     */
    public static Optional<FoundNetwork> classifier(TorchScriptArchive archive, Optional<ClassifierFamily> family) {
        return only(archive, classifiers(archive, family), "classifiers", "save the one to be used by itself");
    }

    /** Recognises the kind of a program without calling it; empty if its tensors do not determine it. */
    static Optional<ImportKind> kind(TorchScriptArchive archive) {
        if (!generators(archive).isEmpty()) {
            return Optional.of(ImportKind.GENERATOR);
        }
        return classifiers(archive, Optional.empty()).isEmpty() ? Optional.empty() : Optional.of(ImportKind.CLASSIFIER);
    }

    /** Returns all tensors of a program as one network, known or not. */
    public static FoundNetwork whole(TorchScriptArchive archive) {
        return found("", archive.tensors(), archive.tensors(), ProgramConstants.NONE);
    }

    /**
     * Rejects programs that can never be imported: those written by this tool and those with tensors that have lost
     * their names.
     *
     * @throws UnsupportedInputException with the reason
     */
    public static void requireImportable(TorchScriptArchive archive) {
        if (archive.extra(MetadataFormat.FILE).isPresent()) {
            throw new UnsupportedInputException(archive.path() + ": has been imported before (it contains extra/"
                    + MetadataFormat.FILE + "); use it directly");
        }
        if (weights(archive.tensors()) == 0 && weights(archive.constants()) > 0) {
            throw new UnsupportedInputException(archive.path() + ": is frozen: its "
                    + weights(archive.constants())
                    + " tensors are constants of its code without their original names and cannot be identified;"
                    + " save the model without torch.jit.freeze and optimize_for_inference, or its state_dict()");
        }
    }

    private static List<FoundNetwork> generators(TorchScriptArchive archive) {
        return new ProgramNetworks(
                        archive,
                        GENERATOR_MARKS,
                        tensors -> GeneratorFamily.of(tensors).isPresent())
                .all();
    }

    private static List<FoundNetwork> classifiers(TorchScriptArchive archive, Optional<ClassifierFamily> family) {
        return new ProgramNetworks(
                        archive,
                        CLASSIFIER_MARKS,
                        tensors -> ClassifierFamily.of(tensors)
                                .filter(seen -> family.isEmpty() || seen == family.get())
                                .isPresent())
                .all();
    }

    private static long weights(StateDict tensors) {
        return tensors.names().stream()
                .map(tensors::get)
                .filter(tensor -> tensor.type().isFloating() && tensor.shape().length > 0)
                .count();
    }

    private List<FoundNetwork> all() {
        StateDict tensors = archive.tensors();
        Map<String, String> paths = new LinkedHashMap<>();
        for (String name : tensors.names()) {
            for (String mark : marks) {
                if (name.equals(mark) || name.endsWith("." + mark)) {
                    paths.put(name.substring(0, name.length() - mark.length()), name);
                }
            }
        }
        if (paths.size() > MOST_CANDIDATES) {
            throw several(
                    archive,
                    paths.keySet().stream().map(ProgramNetworks::shown).toList(),
                    "networks",
                    "save one by itself");
        }
        List<FoundNetwork> found = new ArrayList<>();
        List<String> positions = new ArrayList<>();
        paths.forEach((prefix, name) -> {
            StateDict network = prefix.isEmpty() ? tensors : tensors.withoutPrefix(prefix);
            // The same module may have several paths.
            StoredTensor mark = tensors.get(name);
            String position = mark.storageKey() + "+" + mark.storageOffset();
            if (fits.test(network) && !positions.contains(position)) {
                positions.add(position);
                found.add(network(prefix, network));
            }
        });
        return found;
    }

    private FoundNetwork network(String prefix, StateDict tensors) {
        Map<String, Object> attributes = new LinkedHashMap<>();
        archive.attributes().forEach((name, value) -> {
            if (name.startsWith(prefix)) {
                attributes.put(name.substring(prefix.length()), value);
            }
        });
        String module = prefix.isEmpty() ? "" : prefix.substring(0, prefix.length() - 1);
        return found(
                module,
                tensors,
                archive.tensors().outside(prefix),
                ProgramConstants.of(tensors, attributes, archive.code()));
    }

    private static FoundNetwork found(String module, StateDict tensors, StateDict beside, ProgramConstants constants) {
        return new FoundNetwork(true, module, tensors, beside, constants.batchNorm(), constants.spectralNorm());
    }

    private static Optional<FoundNetwork> only(
            TorchScriptArchive archive, List<FoundNetwork> found, String kind, String remedy) {
        List<FoundNetwork> averaged = found.stream()
                .filter(network -> network.module().toLowerCase(Locale.ROOT).endsWith("ema"))
                .toList();
        List<FoundNetwork> chosen = found.size() > 1 && averaged.size() == 1 ? averaged : found;
        if (chosen.size() > 1) {
            throw several(
                    archive,
                    chosen.stream().map(network -> shown(prefix(network))).toList(),
                    kind,
                    remedy);
        }
        return chosen.stream().findFirst();
    }

    private static UnsupportedInputException several(
            TorchScriptArchive archive, List<String> modules, String kind, String remedy) {
        String listed = modules.stream().limit(LISTED).collect(Collectors.joining(", "));
        return new UnsupportedInputException(archive.path() + ": contains " + modules.size() + " " + kind + " ("
                + listed + (modules.size() > LISTED ? " and others" : "") + "), expected one; " + remedy);
    }

    private static String prefix(FoundNetwork network) {
        return network.module().isEmpty() ? "" : network.module() + ".";
    }

    private static String shown(String prefix) {
        return prefix.isEmpty() ? "its root" : MessageText.of(prefix.substring(0, prefix.length() - 1));
    }
}
