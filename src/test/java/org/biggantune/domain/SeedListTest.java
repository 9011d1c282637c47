package org.biggantune.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.biggantune.domain.failure.InvalidOptionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SeedListTest {
    @Test
    void parse_numbersAndRanges_keepsOrderAndDropsRepeats() {
        assertThat(SeedList.parse("0,1,4-6")).containsExactly(0, 1, 4, 5, 6);
        assertThat(SeedList.parse(" 9 , 4 - 5,5,4")).containsExactly(9, 4, 5);
        assertThat(SeedList.parse("9223372036854775806-9223372036854775807"))
                .containsExactly(Long.MAX_VALUE - 1, Long.MAX_VALUE);
    }

    @Test
    void parse_theMostSeeds_isAccepted() {
        assertThat(SeedList.parse("1-1000000")).hasSize(SeedList.MOST_SEEDS);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            '' | --seeds "": "" is not a seed; expected numbers from 0 and ranges, as in 0,1,4-6
            1,x | --seeds "1,x": "x" is not a seed; expected numbers from 0 and ranges, as in 0,1,4-6
            -1 | --seeds "-1": "-1" is not a seed; expected numbers from 0 and ranges, as in 0,1,4-6
            6-4 | --seeds 6-4: the range runs backwards; write it as 4-6
            0-1000000 | --seeds 0-1000000: more than 1000000 seeds in one list; split it into several runs
            5,0-2000000 | --seeds 0-2000000: more than 1000000 seeds in one list; split it into several runs
            1-1000000,7000000 | --seeds 7000000: more than 1000000 seeds in one list; split it into several runs
            9223372036854775808 | --seeds 9223372036854775808: larger than 9223372036854775807
            """)
    void parse_badList_saysWhatWasExpected(String list, String message) {
        assertThatThrownBy(() -> SeedList.parse(list))
                .isInstanceOf(InvalidOptionException.class)
                .hasMessage(message);
    }

    @Test
    void parse_rangeToTheLargestSeed_isTooLongWithoutOverflow() {
        assertThatThrownBy(() -> SeedList.parse("5,0-9223372036854775807"))
                .isInstanceOf(InvalidOptionException.class)
                .hasMessageStartingWith("--seeds 0-9223372036854775807: more than 1000000 seeds");
    }
}
