package org.biggantune.support;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.biggantune.domain.ClassLabel;
import org.biggantune.io.Sha256;
import org.biggantune.report.JsonFile;

/** What {@code evaluate --json} prints of real images, as far as other commands read it. */
public final class EvaluationFile {
    private final ObjectNode json = JsonFile.object();

    /** Creates an evaluation by one of the shipped classifiers. */
    public EvaluationFile(String judge) {
        json.putObject("judge").put("file", judge + ".pt").put("sha256", Sha256.of(Path.of("models", judge + ".pt")));
        json.putArray("results");
    }

    /** Adds a class with the judge's mean probability on its real images. */
    public EvaluationFile with(ClassLabel label, double probability) {
        ObjectNode row = without(label);
        row.putObject("real").put("count", 2).put("top1", 1).put("probability", probability);
        return this;
    }

    /** Adds a class without measures of real images. */
    public ObjectNode without(ClassLabel label) {
        ObjectNode row = json.withArray("results").addObject();
        row.set("class", JsonFile.tree(label));
        return row;
    }

    /** The content. */
    public ObjectNode json() {
        return json;
    }

    /** Writes the file. */
    public Path write(Path file) throws IOException {
        return Files.writeString(file, JsonFile.pretty(json));
    }
}
