package org.biggantune.workers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.biggantune.domain.failure.DivergedException;
import org.biggantune.domain.failure.StoppedException;
import org.biggantune.report.JsonFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class WorkerChannelTest {
    private final StringWriter out = new StringWriter();
    private final PipedOutputStream parent = new PipedOutputStream();
    private StopSignal stop;
    private WorkerChannel link;

    @BeforeEach
    void connect() throws IOException {
        stop = StopSignal.ofRun(Duration.ofMinutes(1), words -> {});
        link = new WorkerChannel(new PipedInputStream(parent), new PrintWriter(out), stop);
    }

    @AfterEach
    void close() {
        stop.close();
    }

    @Test
    void next_tasksAndTheirEnd_areTakenInOrder() throws IOException {
        WorkerTask prepare = new WorkerTask(WorkerTask.Kind.PREPARE, "f00", List.of(5, 3));
        WorkerTask tune = new WorkerTask(WorkerTask.Kind.TUNE, "f00", List.of(3));
        give(prepare);
        give(tune);
        assertThat(link.next()).hasValue(prepare);
        assertThat(link.next()).hasValue(tune);
        assertThat(stop.received()).isEmpty();
        parent.close();
        assertThat(link.next()).isEmpty();
    }

    @Test
    void stop_atTheEndOfTheLine_isAskedForAtOnce() throws Exception {
        give(new WorkerTask(WorkerTask.Kind.TUNE, "f00", List.of(3)));
        assertThat(link.next()).isPresent();
        parent.close();
        long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (stop.received().isEmpty() && System.nanoTime() < end) {
            Thread.sleep(5);
        }
        assertThat(stop.received()).hasValue("the process that started this worker");
    }

    @Test
    void next_signalWhileWaiting_isAStop() {
        stop.ask("SIGTERM");
        assertThatThrownBy(link::next)
                .isInstanceOf(StoppedException.class)
                .hasMessage("stopped by SIGTERM between two classes");
    }

    @Test
    void answers_eachALine_areAsciiObjects() {
        link.ready("PyTorch on cpu");
        link.begin("Käse", 40);
        link.advance(1, "skipped: too soon after the last one");
        link.phase("tuning", 1, 4);
        link.say("line\nbreak");
        link.done();
        link.failed(new DivergedException("loss is not finite"));
        List<ObjectNode> lines = out.toString()
                .lines()
                .map(line -> JsonFile.ofLine(line).orElseThrow())
                .toList();
        assertThat(out.toString()).matches("[\\x00-\\x7f]*");
        assertThat(lines)
                .extracting(ObjectNode::toString)
                .containsExactly(
                        "{\"ready\":\"PyTorch on cpu\"}",
                        "{\"task\":\"Käse\",\"phase\":\"\",\"finished\":0,\"of\":40}",
                        "{\"task\":\"Käse\",\"phase\":\"tuning\",\"finished\":1,\"of\":40}",
                        "{\"say\":\"line\\nbreak\"}",
                        "{\"done\":true}",
                        "{\"failed\":\"DivergedException\",\"message\":\"loss is not finite\"}");
    }

    private void give(WorkerTask task) throws IOException {
        parent.write((JsonFile.line(task.json()) + "\n").getBytes(StandardCharsets.UTF_8));
        parent.flush();
    }
}
