package org.biggantune.domain;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.biggantune.domain.failure.InvalidOptionException;

/**
 * Parses a list of seeds.
 *
 * <pre>
 * list = item { "," item }
 * item = number | number "-" number          both ends are included
 * </pre>
 */
public final class SeedList {
    /** The limit of seeds in a list. */
    public static final int MOST_SEEDS = 1_000_000;

    private static final Pattern ITEM = Pattern.compile("(\\d+)(?:\\s*-\\s*(\\d+))?");

    private SeedList() {}

    /**
     * Parses a list.
     *
     * @param list for example {@code 0,1,4-6}
     * @return distinct seeds in the given order, from 0 to 2<sup>63</sup> − 1; at most {@link #MOST_SEEDS}
     * @throws InvalidOptionException for anything else; the message names the item
     */
    public static long[] parse(String list) {
        Set<Long> seeds = new LinkedHashSet<>();
        for (String item : list.split(",", -1)) {
            Matcher range = ITEM.matcher(item.strip());
            if (!range.matches()) {
                throw new InvalidOptionException("--seeds \"" + list + "\": \"" + item.strip()
                        + "\" is not a seed; expected numbers from 0 and ranges, as in 0,1,4-6");
            }
            long first = number(range.group(1));
            long last = range.group(2) == null ? first : number(range.group(2));
            if (last < first) {
                throw new InvalidOptionException(
                        "--seeds " + item.strip() + ": the range runs backwards; write it as " + last + "-" + first);
            }
            // Compares the difference because a range may end at the largest long.
            if (last - first >= MOST_SEEDS) {
                throw tooMany(item.strip());
            }
            for (long offset = 0; offset <= last - first; offset++) {
                seeds.add(first + offset);
            }
            if (seeds.size() > MOST_SEEDS) {
                throw tooMany(item.strip());
            }
        }
        return seeds.stream().mapToLong(Long::longValue).toArray();
    }

    private static InvalidOptionException tooMany(String item) {
        return new InvalidOptionException(
                "--seeds " + item + ": more than " + MOST_SEEDS + " seeds in one list; split it into several runs");
    }

    private static long number(String digits) {
        try {
            return Long.parseLong(digits);
        } catch (NumberFormatException e) {
            throw new InvalidOptionException("--seeds " + digits + ": larger than " + Long.MAX_VALUE, e);
        }
    }
}
