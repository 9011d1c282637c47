package org.biggantune.workers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.biggantune.report.JsonFile;

/**
 * A task for a worker, sent as one JSON line:
 *
 * <pre>
 * {"do": "prepare", "run": DIGEST, "classes": [INDEX, …]}    find the starting points of these classes
 * {"do": "tune", "run": DIGEST, "classes": [INDEX]}          tune the class
 * </pre>
 *
 * @param kind what to do
 * @param run the digest of the run's identity, which a worker compares with its own
 * @param classes the indices of the classes
 */
public record WorkerTask(Kind kind, String run, List<Integer> classes) {
    public enum Kind {
        PREPARE("prepare"),
        TUNE("tune");

        private final String word;

        Kind(String word) {
            this.word = word;
        }
    }

    /** Copies the list. */
    public WorkerTask {
        classes = List.copyOf(classes);
    }

    ObjectNode json() {
        ObjectNode json = JsonFile.object().put("do", kind.word).put("run", run);
        ArrayNode list = json.putArray("classes");
        classes.forEach(list::add);
        return json;
    }

    static WorkerTask of(JsonNode json) {
        List<Integer> classes = new ArrayList<>();
        json.path("classes").forEach(index -> classes.add(index.asInt()));
        Kind kind = json.path("do").asText().equals(Kind.PREPARE.word) ? Kind.PREPARE : Kind.TUNE;
        return new WorkerTask(kind, json.path("run").asText(), classes);
    }
}
