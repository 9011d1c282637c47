package org.biggantune.domain;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.assertj.core.api.InstanceOfAssertFactories;
import org.biggantune.domain.failure.InvalidOptionException;
import org.biggantune.domain.failure.MissingInputException;
import org.biggantune.domain.failure.SettingsConflictException;
import org.junit.jupiter.api.Test;

final class OptionCheckTest {
    @Test
    void all_nothingWrong_returns() {
        assertThatCode(() -> OptionCheck.all(() -> {}, () -> OptionRange.positive("--a", 1)))
                .doesNotThrowAnyException();
    }

    @Test
    void all_severalWrong_carriesTheOthersInOrder() {
        Runnable nested = () -> OptionCheck.all(
                () -> {
                    throw new SettingsConflictException("second");
                },
                () -> {
                    throw new InvalidOptionException("third");
                });
        assertThatThrownBy(() -> OptionCheck.all(
                        () -> {
                            throw new InvalidOptionException("first");
                        },
                        nested,
                        () -> {
                            throw new InvalidOptionException("fourth");
                        }))
                .isInstanceOf(InvalidOptionException.class)
                .hasMessage("first")
                .extracting(Throwable::getSuppressed, InstanceOfAssertFactories.array(Throwable[].class))
                .extracting(Throwable::getMessage)
                .containsExactly("second", "third", "fourth");
    }

    @Test
    void all_anotherFailure_endsTheChecks() {
        assertThatThrownBy(() -> OptionCheck.all(
                        () -> {
                            throw new MissingInputException("a file");
                        },
                        () -> {
                            throw new InvalidOptionException("never");
                        }))
                .isInstanceOf(MissingInputException.class)
                .hasNoSuppressedExceptions();
    }
}
