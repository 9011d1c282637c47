package org.biggantune.workers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.Stream;
import org.biggantune.domain.failure.BigganTuneException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class WorkerFailureTest {
    /** Every kind that there is, so that a new one is not forgotten. */
    static Stream<Class<?>> kinds() {
        return Arrays.stream(BigganTuneException.class.getPermittedSubclasses());
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void of_everyKind_isRaisedAsItself(Class<?> kind) {
        assertThat(WorkerFailure.of(kind.getSimpleName(), "a line"))
                .isExactlyInstanceOf(kind)
                .hasMessage("a line");
    }

    @Test
    void of_anythingElse_isABug() {
        assertThat(WorkerFailure.of("NullPointerException", "oops"))
                .isExactlyInstanceOf(IllegalStateException.class)
                .hasMessage("a worker failed with NullPointerException: oops");
    }
}
