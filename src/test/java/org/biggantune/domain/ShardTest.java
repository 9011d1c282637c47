package org.biggantune.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.biggantune.domain.failure.InvalidOptionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ShardTest {
    @Test
    void of_allShardsOfAnyCount_areTheListEachElementOnce() {
        List<Integer> list = IntStream.range(0, 37).boxed().toList();
        for (int count = 1; count < 50; count++) {
            List<Integer> all = new ArrayList<>();
            for (int index = 0; index < count; index++) {
                all.addAll(new Shard(index, count).of(list));
            }
            assertThat(all).containsExactlyInAnyOrderElementsOf(list);
        }
        assertThat(new Shard(1, 4).of(List.of(5, 3, 8, 1, 9, 7))).containsExactly(3, 7);
    }

    @Test
    void parse_none_isNoShard() {
        assertThat(Shard.parse("none", Map.of("SLURM_ARRAY_TASK_ID", "3"))).isEmpty();
    }

    @Test
    void parse_given_isThatWhateverTheSchedulerSays() {
        assertThat(Shard.parse("2/7", Map.of("SLURM_ARRAY_TASK_ID", "3"))).contains(new Shard(2, 7));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0/0", "4/4", "5/4", "-1/4", "1", "1/", "/4", "1/4/2", "a/b", "", "1.0/2", "auto/", "AUTO"})
    void parse_anythingElse_isRefused(String text) {
        assertThatThrownBy(() -> Shard.parse(text, Map.of("SLURM_ARRAY_TASK_ID", "1")))
                .isInstanceOf(InvalidOptionException.class)
                .hasMessageContaining("--shard " + text)
                .hasMessageContaining("expected");
    }

    @ParameterizedTest
    @CsvSource({"0,0,9,1,10,0,10", "9,0,9,1,10,9,10", "7,3,11,4,3,1,3", "1,1,4,1,4,0,4"})
    void parse_autoInASlurmArray_isItsPlace(int id, int min, int max, int step, int tasks, int index, int count) {
        assertThat(Shard.parse("auto", slurm(id, min, max, step, tasks))).contains(new Shard(index, count));
    }

    @ParameterizedTest
    @CsvSource({"12,0,9,1,10", "8,3,11,4,3", "3,3,7,1,2", "0,0,9,0,10"})
    void parse_autoOutsideTheArrayOrWithGaps_isRefused(int id, int min, int max, int step, int tasks) {
        assertThatThrownBy(() -> Shard.parse("auto", slurm(id, min, max, step, tasks)))
                .isInstanceOf(InvalidOptionException.class)
                .hasMessageContaining("--shard auto: task " + id + " is not in the array from " + min);
    }

    @Test
    void parse_autoWithACount_isTheTasksNumber() {
        assertThat(Shard.parse("auto/100", slurm(7, 3, 7, 4, 2))).contains(new Shard(7, 100));
        assertThat(Shard.parse("auto/5", Map.of("PBS_ARRAY_INDEX", "4"))).contains(new Shard(4, 5));
        assertThatThrownBy(() -> Shard.parse("auto/5", Map.of("PBS_ARRAY_INDEX", "5")))
                .hasMessageContaining("PBS_ARRAY_INDEX is 5, which is outside 0 to 4");
    }

    @Test
    void parse_autoWithPbs_asksForTheCount() {
        assertThatThrownBy(() -> Shard.parse("auto", Map.of("PBS_ARRAY_INDEX", "4")))
                .hasMessageContaining("PBS does not give the number of tasks")
                .hasMessageContaining("--shard auto/N");
    }

    @Test
    void parse_autoWithOtherSchedulers_isThePlace() {
        Map<String, String> lsf = Map.of("LSB_JOBINDEX", "3", "LSB_JOBINDEX_END", "10", "LSB_JOBINDEX_STEP", "1");
        assertThat(Shard.parse("auto", lsf)).contains(new Shard(2, 10));
        Map<String, String> gridEngine =
                Map.of("SGE_TASK_ID", "5", "SGE_TASK_FIRST", "1", "SGE_TASK_LAST", "9", "SGE_TASK_STEPSIZE", "2");
        assertThat(Shard.parse("auto", gridEngine)).contains(new Shard(2, 5));
    }

    /** LSF and Grid Engine set the variable for every job. */
    @ParameterizedTest
    @CsvSource({"SLURM_JOB_ID,5", "LSB_JOBINDEX,0", "SGE_TASK_ID,undefined", "PBS_JOBID,7.server"})
    void parse_autoWithoutAnArray_isRefused(String variable, String value) {
        assertThatThrownBy(() -> Shard.parse("auto", Map.of(variable, value)))
                .isInstanceOf(InvalidOptionException.class)
                .hasMessageContaining("SLURM_ARRAY_TASK_ID")
                .hasMessageContaining("--shard I/N");
    }

    @Test
    void parse_autoWithAVariableThatIsNoNumber_isRefused() {
        assertThatThrownBy(() -> Shard.parse("auto", Map.of("SLURM_ARRAY_TASK_ID", "x")))
                .hasMessageContaining("SLURM_ARRAY_TASK_ID is 'x'");
    }

    private static Map<String, String> slurm(int id, int min, int max, int step, int count) {
        return Map.of(
                "SLURM_ARRAY_TASK_ID", Integer.toString(id),
                "SLURM_ARRAY_TASK_MIN", Integer.toString(min),
                "SLURM_ARRAY_TASK_MAX", Integer.toString(max),
                "SLURM_ARRAY_TASK_STEP", Integer.toString(step),
                "SLURM_ARRAY_TASK_COUNT", Integer.toString(count));
    }
}
