package org.biggantune.runfolder;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.biggantune.domain.failure.CorruptInputException;
import org.biggantune.domain.failure.InvalidOptionException;
import org.biggantune.domain.failure.MissingInputException;
import org.biggantune.domain.failure.SettingsConflictException;

/**
 * The part of a scan's result that other commands use, read from {@code scan.json} or from the list that {@code scan --json}
 * prints.
 *
 * @param file the file it was read from
 * @param generator the SHA-256 of the generator; empty if the file does not say
 * @param worst the indices of the classes that tuning may improve, worst first
 */
public record ScanFile(Path file, String generator, List<Integer> worst) {
    /** The name in a scan's folder. */
    public static final String NAME = "scan.json";

    /** Copies the list. */
    public ScanFile {
        worst = List.copyOf(worst);
    }

    /**
     * Reads the file.
     *
     * @param named the file, or a scan's folder
     * @throws MissingInputException if there is no such file, or the scan is not finished
     * @throws CorruptInputException if it is not the result of a scan
     */
    public static ScanFile read(Path named) {
        Path file = Files.isDirectory(named) ? named.resolve(NAME) : named;
        if (!Files.isRegularFile(file)) {
            throw new MissingInputException(
                    "--from-scan " + named + ": no " + NAME + " there; create one with: biggan-tune scan");
        }
        JsonNode json = parsed(file);
        JsonNode classes = json.isArray() ? json : json.path("classes");
        if (json.isObject() && json.has("models") && classes.isMissingNode()) {
            throw new MissingInputException(
                    "--from-scan " + file + ": the scan is not finished; resume it with --out " + file.getParent());
        }
        if (!classes.isArray()) {
            throw new CorruptInputException(
                    "--from-scan " + file + ": not the result of a scan; expected a list of classes");
        }
        List<Integer> worst = new ArrayList<>();
        for (JsonNode one : classes) {
            if (!one.path("index").canConvertToInt() || one.path("index").asInt() < 0 || !one.has("suggestion")) {
                throw new CorruptInputException(
                        "--from-scan " + file + ": a class without index or suggestion; expected the result of a scan");
            }
            if (one.path("suggestion").isTextual()) {
                worst.add(one.path("index").asInt());
            }
        }
        return new ScanFile(file, json.at("/models/generator/sha256").asText(), worst);
    }

    private static JsonNode parsed(Path file) {
        try {
            return new ObjectMapper().readTree(file.toFile());
        } catch (IOException e) {
            throw new CorruptInputException("--from-scan " + file + ": not JSON; expected the result of a scan", e);
        }
    }

    /**
     * Returns expressions that select the worst classes.
     *
     * @param most the maximum number
     * @throws InvalidOptionException if no class is worth tuning
     */
    public List<String> expressions(int most) {
        if (worst.isEmpty()) {
            throw new InvalidOptionException("--from-scan " + file + ": the scan found no class worth tuning");
        }
        return worst.stream().limit(most).map(String::valueOf).toList();
    }

    /**
     * Requires that a generator is the one that was scanned.
     *
     * @throws SettingsConflictException if it is another
     */
    public void requireGenerator(String sha256) {
        if (!generator.isEmpty() && !generator.equals(sha256)) {
            throw new SettingsConflictException("--from-scan " + file + ": the scan was of another generator than"
                    + " --generator; give the one that was scanned");
        }
    }
}
