package org.biggantune.command.inspect;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import org.biggantune.archive.StateDict;
import org.biggantune.domain.Graph;
import org.biggantune.domain.failure.BigganTuneException;
import org.biggantune.importer.ClassifierFamily;
import org.biggantune.importer.GeneratorFamily;
import org.biggantune.importer.ImportKind;
import org.biggantune.importer.biggan.BigGanArchitecture;
import org.biggantune.importer.biggan.DeepArchitecture;
import org.biggantune.importer.biggan.DeepLayout;
import org.biggantune.importer.classifier.ClassifierNetwork;
import org.biggantune.importer.resnet.ResNetArchitecture;

/** Describes the architecture of a checkpoint's tensors, or why they cannot be imported. */
final class DetectedArchitecture {
    private DetectedArchitecture() {}

    /** Adds {@code kind} and {@code architecture} to the facts of a file. */
    static void describe(StateDict tensors, ObjectNode facts) {
        String prefix = tensors.source() + ": ";
        try {
            Optional<ImportKind> kind = ImportKind.of(tensors);
            facts.put("kind", kind.map(known -> known.label() + " checkpoint").orElse("checkpoint"));
            if (kind.isEmpty()) {
                facts.put(
                        "architecture",
                        "not recognised: neither a BigGAN generator nor one of " + ClassifierFamily.labels());
            } else if (kind.get() == ImportKind.CLASSIFIER) {
                ClassifierFamily family = ClassifierFamily.of(tensors).orElseThrow();
                ClassifierNetwork network = family.read(tensors, Graph.REFERENCE, false);
                describe(family, network, tensors, facts.putObject("architecture"));
            } else if (DeepArchitecture.layout(tensors).isPresent()) {
                describe(DeepArchitecture.read(tensors), facts.putObject("architecture"));
            } else {
                describe(BigGanArchitecture.read(tensors), facts.putObject("architecture"));
            }
        } catch (BigganTuneException e) {
            facts.put("architecture", "cannot be imported: " + e.getMessage().replace(prefix, ""));
        }
    }

    private static void describe(BigGanArchitecture architecture, ObjectNode facts) {
        facts.put("family", "biggan");
        facts.put("resolution", architecture.resolution());
        facts.put("latentSize", architecture.latentSize());
        facts.put("embeddingSize", architecture.embeddingSize());
        facts.put("classes", architecture.classCount());
        facts.put("hierarchical", architecture.hierarchical());
        architecture.blockChannels().forEach(facts.putArray("channels")::add);
        architecture.attentionAfter().forEach(facts.putArray("attentionAfterBlock")::add);
    }

    private static void describe(
            ClassifierFamily family, ClassifierNetwork network, StateDict tensors, ObjectNode facts) {
        facts.put("family", family.label());
        facts.put("variant", network.variant());
        facts.put("inputSize", network.inputSize());
        facts.put("labels", network.labels());
        network.featureMaps().forEach(facts.putArray("featureMaps")::add);
        if (family == ClassifierFamily.RESNET) {
            ResNetArchitecture architecture = ResNetArchitecture.read(tensors);
            architecture
                    .stages()
                    .forEach(stage ->
                            facts.withArray("blocks").add(stage.blocks().size()));
            facts.put("bottleneck", architecture.stages().get(0).bottleneck());
        }
    }

    private static void describe(DeepArchitecture architecture, ObjectNode facts) {
        facts.put(
                "family",
                (architecture.layout() == DeepLayout.HUGGING_FACE
                                ? GeneratorFamily.BIGGAN_DEEP_HF
                                : GeneratorFamily.BIGGAN_DEEP)
                        .label());
        facts.put("resolution", architecture.resolution());
        facts.put("latentSize", architecture.latentSize());
        facts.put("embeddingSize", architecture.embeddingSize());
        facts.put("classes", architecture.classCount());
        architecture.blockChannels().forEach(facts.putArray("channels")::add);
        architecture.attentionAfter().forEach(facts.putArray("attentionAfterBlock")::add);
        if (architecture.statistics() > 0) {
            facts.put("truncations", architecture.statistics());
        }
    }
}
