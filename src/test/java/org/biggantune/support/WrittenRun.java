package org.biggantune.support;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import javax.imageio.ImageIO;
import org.biggantune.domain.ClassLabel;
import org.biggantune.domain.SourceFile;
import org.biggantune.runfolder.RowBase;
import org.biggantune.runfolder.RunIdentity;

/** Folders of runs that nobody has run: as many classes as wanted, of any name, with pictures of noise. */
public final class WrittenRun {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int SIDE = 160;

    /** What a run is known by that nothing else is asked of. */
    public static final RunIdentity IDENTITY = new RunIdentity(
            "improve",
            Map.of(),
            new RunIdentity.Models(
                    new RowBase(new SourceFile("elsewhere.pt", "0123456789abcdef"), ""), null, null, null),
            null);

    private WrittenRun() {}

    /** A finished run of classes with these names. */
    public static Path of(Path root, List<String> names) throws IOException {
        Path picture = picture(root);
        ObjectNode record = JSON.createObjectNode();
        record.put("tool", "biggan-tune").put("version", "0.0.9").put("commit", "abc");
        record.put("command", "improve");
        record.set("settings", JSON.valueToTree(Map.of("learning-rate", 0.05, "schedule", "cosine", "iterations", 3)));
        record.set(
                "models",
                JSON.valueToTree(Map.of("generator", Map.of("file", "elsewhere.pt", "sha256", "0123456789abcdef"))));
        record.putArray("classes");
        StringBuilder events = new StringBuilder();
        for (int index = 0; index < names.size(); index++) {
            ClassLabel label = new ClassLabel(index, names.get(index));
            record.withArray("classes").add(JSON.valueToTree(label));
            Path folder = Files.createDirectories(root.resolve("classes").resolve(label.directoryName()));
            for (String name : List.of("before.png", "after.png")) {
                Files.createLink(folder.resolve(name), picture);
            }
            Files.writeString(folder.resolve("result.json"), result(label).toPrettyString());
            events.append(lines(index));
        }
        record.put("started", "2026-01-02T03:04:05Z").put("finished", "2026-01-02T03:05:05Z");
        Files.writeString(root.resolve("events.jsonl"), events);
        Files.writeString(root.resolve("run.json"), record.toPrettyString());
        return root;
    }

    private static Path picture(Path root) throws IOException {
        Random random = new Random(1);
        BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < SIDE * SIDE; i++) {
            image.setRGB(i % SIDE, i / SIDE, random.nextInt(1 << 24));
        }
        Path file = Files.createDirectories(root).resolve("noise.png");
        ImageIO.write(image, "png", file.toFile());
        return file;
    }

    /** Its measures grow with its index. */
    private static ObjectNode result(ClassLabel label) {
        double before = 0.3 + label.index() % 100 / 1000.0;
        ObjectNode result = JSON.createObjectNode();
        result.set("class", JSON.valueToTree(label));
        result.put("verdict", "improved").put("improved", true);
        result.put("reason", "classifier probability of " + label.name() + " rose");
        result.set("before", measures(before));
        result.set("after", measures(before + label.index() / 2000.0));
        result.put("seconds", 12.5).put("steps", 3).put("collapsed", false).put("noiseLayer", false);
        result.set("validation", measures(before));
        ObjectNode candidate = result.putObject("candidate");
        candidate.put("start", 0).put("step", 3).put("interpolation", 1.0).put("loss", 0.25);
        candidate.set("validation", measures(before));
        result.putArray("refusals");
        ObjectNode test = result.putObject("test");
        test.set("candidate", measures(before));
        test.put("confidence", 0.95).put("resamples", 2000);
        test.putObject("change");
        return result;
    }

    private static ObjectNode measures(double value) {
        ObjectNode measures = JSON.createObjectNode();
        measures.set("classifier", JSON.valueToTree(Map.of("top1", value, "probability", value)));
        measures.putNull("judge");
        return measures.put("pairDiversity", value);
    }

    private static String lines(int index) {
        StringBuilder lines = new StringBuilder();
        for (int step = 1; step <= 3; step++) {
            lines.append("{\"class\":" + index + ",\"start\":0,\"step\":" + step + ",\"loss\":" + 1.0 / step
                    + ",\"crossEntropy\":1,\"diversity\":2,\"proximity\":0,\"probability\":0.5,\"gradientNorm\":1}\n");
        }
        return lines + "{\"class\":" + index
                + ",\"start\":0,\"step\":3,\"interpolation\":1.0,\"loss\":0.25,\"candidate\":" + measures(0.5)
                + ",\"refusals\":[]}\n";
    }
}
