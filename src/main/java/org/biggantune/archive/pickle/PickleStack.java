package org.biggantune.archive.pickle;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The parser's stack, marks and memo, within the limits. */
final class PickleStack {
    private final PickleInput input;
    private final PickleLimits limits;
    private final List<Object> values = new ArrayList<>();
    private final List<Integer> marks = new ArrayList<>();
    private final Map<Long, Object> memo = new HashMap<>();
    private long spent;

    PickleStack(PickleInput input, PickleLimits limits) {
        this.input = input;
        this.limits = limits;
    }

    /** Counts values created or copied against the limit. */
    void spend(long count) {
        spent += count;
        if (spent > limits.maxValues()) {
            throw input.corrupt("more than " + limits.maxValues() + " values");
        }
    }

    void push(@Nullable Object value) {
        spend(1);
        values.add(value);
    }

    Object pop() {
        if (values.size() <= floor()) {
            throw input.corrupt("a value is taken from an empty stack");
        }
        return values.remove(values.size() - 1);
    }

    Object top() {
        if (values.size() <= floor()) {
            throw input.corrupt("a value is read from an empty stack");
        }
        return values.get(values.size() - 1);
    }

    /** Removes the topmost mark if nothing is above it, else the top value. */
    void discard() {
        if (!marks.isEmpty() && values.size() == floor()) {
            marks.remove(marks.size() - 1);
        } else {
            pop();
        }
    }

    void mark() {
        spend(1);
        if (marks.size() >= limits.maxDepth()) {
            throw input.corrupt("nested deeper than " + limits.maxDepth() + " levels");
        }
        marks.add(values.size());
    }

    List<Object> popToMark() {
        if (marks.isEmpty()) {
            throw input.corrupt("a mark is missing");
        }
        List<Object> above = values.subList(marks.remove(marks.size() - 1), values.size());
        List<Object> taken = new ArrayList<>(above);
        above.clear();
        return taken;
    }

    List<Object> pop(int count) {
        Object[] taken = new Object[count];
        for (int i = count - 1; i >= 0; i--) {
            taken[i] = pop();
        }
        return Arrays.asList(taken);
    }

    void memoize(long index) {
        Object value = top();
        // libtorch allocates a table up to the highest index.
        if (index >= limits.maxMemo() || (!memo.containsKey(index) && memo.size() >= limits.maxMemo())) {
            throw input.corrupt("more than " + limits.maxMemo() + " memo entries");
        }
        memo.put(index, value);
    }

    void memoizeNext() {
        memoize(memo.size());
    }

    void recall(long index) {
        if (!memo.containsKey(index)) {
            throw input.corrupt("memo entry " + index + " does not exist");
        }
        push(memo.get(index));
    }

    Object onlyValue() {
        if (values.size() != 1 || !marks.isEmpty()) {
            throw input.corrupt("it ends with " + values.size() + " values on the stack, expected 1");
        }
        return values.get(0);
    }

    private int floor() {
        return marks.isEmpty() ? 0 : marks.get(marks.size() - 1);
    }
}
