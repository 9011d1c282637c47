package org.biggantune.runfolder;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RunEventsTest {
    @TempDir
    Path folder;

    @Test
    void put_classesAfterEachOther_standInThatOrder() throws IOException {
        RunEvents events = events("");
        events.put(5, lines(5, "a", 3));
        events.put(3, lines(3, "b", 1));
        events.put(55, lines(55, "c", 2));
        assertThat(text()).isEqualTo(text(5, "a", 3) + text(3, "b", 1) + text(55, "c", 2));
    }

    @Test
    void put_classThatHasLines_replacesThemWhereTheyStand() throws IOException {
        RunEvents events = events(text(5, "old", 3) + text(3, "b", 1) + text(55, "c", 2));
        events.put(3, lines(3, "new", 4));
        events.put(5, lines(5, "new", 1));
        events.put(7, lines(7, "d", 1));
        assertThat(text()).isEqualTo(text(5, "new", 1) + text(3, "new", 4) + text(55, "c", 2) + text(7, "d", 1));
    }

    /** A process was killed after it had put half of the lines there, or half of one. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7, 30, 45, 60})
    void put_afterAKillInItsMidst_leavesThemOnce(int bytes) throws IOException {
        String whole = text(3, "b", 2);
        RunEvents events = events(text(5, "a", 3) + whole.substring(0, Math.min(bytes, whole.length())));
        events.put(3, lines(3, "b", 2));
        assertThat(text()).isEqualTo(text(5, "a", 3) + whole);
    }

    @Test
    void put_linesMixedAndOfNoClass_keepsWhatIsNotTheClasss() throws IOException {
        String strange = "{\"note\":\"{\\\"class\\\":3,\"}\r\n\n{\"class\":3000000000000,\"x\":1}\n";
        RunEvents events = events(text(3, "a", 1) + strange + text(33, "b", 1) + text(3, "a", 2));
        events.put(3, lines(3, "new", 1));
        assertThat(text()).isEqualTo(text(3, "new", 1) + strange + text(33, "b", 1));
    }

    @Test
    void put_linesLongerThanABlock_areFoundAtEveryPlace() throws IOException {
        StringBuilder all = new StringBuilder();
        for (int i = 10; i < 60; i++) {
            all.append(text(i, "x".repeat(7919), 1)).append(text(i, "y", i));
        }
        RunEvents events = events(all.toString());
        events.put(37, lines(37, "new", 1));
        String expected = all.toString()
                .replace(text(37, "x".repeat(7919), 1), text(37, "new", 1))
                .replace(text(37, "y", 37), "");
        assertThat(text()).isEqualTo(expected);
    }

    private RunEvents events(String text) throws IOException {
        return new RunEvents(Files.writeString(folder.resolve("events.jsonl"), text));
    }

    private String text() throws IOException {
        return Files.readString(folder.resolve("events.jsonl"));
    }

    private Path lines(int classIndex, String note, int count) throws IOException {
        return Files.writeString(folder.resolve("lines"), text(classIndex, note, count));
    }

    private static String text(int classIndex, String note, int count) {
        return ("{\"class\":" + classIndex + ",\"note\":\"" + note + "\"}\n").repeat(count);
    }
}
