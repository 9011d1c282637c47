package org.biggantune.runfolder;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.biggantune.domain.failure.CorruptInputException;
import org.biggantune.domain.failure.MissingInputException;
import org.biggantune.io.MessageText;
import org.biggantune.io.RegularFile;
import org.biggantune.report.JsonFile;

/**
 * The latest claim on a folder, as another process reads it:
 *
 * <pre>
 * .claim-G = {"state": "running", "released" or "failed", "beat": count, "host", "boot", "namespace", "process", "started",
 *             "job", "device", "step", "steps", "secondsLeft", "error"}, padded with spaces
 * </pre>
 *
 * <p>G counts the claims on the folder. Each heartbeat overwrites the claim in place with a higher {@code beat}.
 *
 * @param path the file
 * @param generation the number of the claim, from 1
 * @param content the claim; an empty object if it cannot be parsed, as while it is being created
 */
record ClaimFile(Path path, int generation, ObjectNode content) {
    static final String RUNNING = "running";
    static final String RELEASED = "released";
    static final String FAILED = "failed";
    static final String STATE = "state";

    private static final String PREFIX = ".claim-";
    private static final Pattern NAME = Pattern.compile(Pattern.quote(PREFIX) + "(\\d{1,9})");
    private static final int LARGEST = 1 << 14;

    /** Lists the claims on a folder in order; only the last one is current. */
    static List<Path> all(Path folder) {
        return RunDirectory.list(folder).stream()
                .filter(path -> generation(path) > 0)
                .sorted((a, b) -> Integer.compare(generation(a), generation(b)))
                .toList();
    }

    /** Returns the file of a claim. */
    static Path path(Path folder, int generation) {
        return folder.resolve(String.format(Locale.ROOT, "%s%d", PREFIX, generation));
    }

    /** Returns the latest claim on a folder, if any. */
    static Optional<ClaimFile> latest(Path folder) {
        List<Path> claims = all(folder);
        return claims.isEmpty() ? Optional.empty() : read(claims.get(claims.size() - 1));
    }

    /** Returns the number of the claim in a file; 0 if the file is no claim. */
    static int generation(Path path) {
        Matcher matcher = NAME.matcher(String.valueOf(path.getFileName()));
        return matcher.matches() ? Integer.parseInt(matcher.group(1)) : 0;
    }

    private static Optional<ClaimFile> read(Path path) {
        try {
            if (!RegularFile.exists(path) || Files.size(path) > LARGEST) {
                return Optional.empty();
            }
            String text = Files.readString(path, StandardCharsets.ISO_8859_1);
            // It is empty or all zeros while being created.
            if (!text.isEmpty() && text.charAt(0) != '{' && text.charAt(0) != 0) {
                throw new CorruptInputException(path + ": is not a claim on its folder; delete or move it");
            }
            return Optional.of(
                    new ClaimFile(path, generation(path), JsonFile.ofLine(text).orElseGet(JsonFile::object)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new MissingInputException(path + ": cannot be read: " + MessageText.of(e.toString()), e);
        }
    }

    /** Returns whether the owner has given the claim up. */
    boolean isOver() {
        return List.of(RELEASED, FAILED).contains(content.path(STATE).asText());
    }

    ClaimOwner owner() {
        return ClaimOwner.of(content);
    }

    /** Returns the time since the last heartbeat, by this machine's clock and the file system's; never negative. */
    Duration age() {
        try {
            Duration age = Duration.between(Files.getLastModifiedTime(path).toInstant(), Instant.now());
            return age.isNegative() ? Duration.ZERO : age;
        } catch (IOException e) {
            return Duration.ZERO;
        }
    }

    /** Describes the holder, for messages: {@code process 17 on node3, job 812_4}. */
    String holder() {
        String job = content.path("job").asText();
        ClaimOwner owner = owner();
        return owner.process() <= 0
                ? "process unknown"
                : "process " + owner.process() + " on " + MessageText.of(owner.host())
                        + (job.isEmpty() ? "" : ", job " + MessageText.of(job));
    }
}
