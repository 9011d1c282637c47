package org.biggantune.archive.pickle;

import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.biggantune.domain.failure.CorruptInputException;
import org.biggantune.domain.failure.UnsupportedInputException;
import org.biggantune.io.MessageText;
import org.jspecify.annotations.Nullable;

/**
 * Parses a pickle (protocols 0 to 5) to plain values, see the package description. Nothing is executed or loaded: a
 * name outside the allow-list ends parsing immediately. Time and memory are proportional to the length of the stream,
 * whatever its content.
 */
public final class PickleParser {
    private static final int MAX_NAME = 512;
    private static final int HIGHEST_PROTOCOL = 5;

    private final PickleInput input;
    private final AllowedGlobals allowed;
    private final PickleLimits limits;
    private final PickleStack stack;
    private final PickleScalars scalars;
    private final PickleCalls calls;

    private final Consumer<PickleReference> references;

    private PickleParser(
            PickleInput input, AllowedGlobals allowed, PickleLimits limits, Consumer<PickleReference> references) {
        this.references = references;
        this.input = input;
        this.allowed = allowed;
        this.limits = limits;
        this.stack = new PickleStack(input, limits);
        this.scalars = new PickleScalars(input, limits);
        this.calls = new PickleCalls(input, stack);
    }

    /**
     * Parses the pickle at the input's position and moves the position past its end.
     *
     * @param input the bytes
     * @param allowed the allowed classes and functions
     * @param limits the limits
     * @return the value
     * @throws CorruptInputException if the stream is damaged, truncated or exceeds a limit
     * @throws UnsupportedInputException if it refers to a class or function that is not allowed
     */
    public static Object parse(PickleInput input, AllowedGlobals allowed, PickleLimits limits) {
        return parse(input, allowed, limits, reference -> {});
    }

    /**
     * Parses a pickle and reports every reference to something outside the stream; see {@link #parse(PickleInput,
     * AllowedGlobals, PickleLimits)}.
     *
     * @param input the bytes
     * @param allowed the allowed classes and functions
     * @param limits the limits
     * @param references receives the references in stream order
     * @return the value
     */
    public static Object parse(
            PickleInput input, AllowedGlobals allowed, PickleLimits limits, Consumer<PickleReference> references) {
        return new PickleParser(input, allowed, limits, references).run();
    }

    /** The value of a pickle and every call in it, even those with an unused result. */
    public record Described(@Nullable Object value, List<PickleCall> calls) {}

    /**
     * Parses a pickle and keeps every call, even those with an unused result; see {@link #parse(PickleInput,
     * AllowedGlobals, PickleLimits)}.
     *
     * @param input the bytes
     * @param allowed the allowed classes and functions
     * @param limits the limits
     * @return the value and the calls in stream order
     */
    public static Described describe(PickleInput input, AllowedGlobals allowed, PickleLimits limits) {
        PickleParser parser = new PickleParser(input, allowed, limits, reference -> {});
        return new Described(parser.run(), parser.calls.described());
    }

    private Object run() {
        long start = input.position();
        while (true) {
            long at = input.position();
            if (at - start > limits.maxBytes()) {
                throw input.corrupt("longer than " + limits.maxBytes() + " bytes");
            }
            int opcode = input.u1();
            if (opcode == '.') {
                return stack.onlyValue();
            }
            step(opcode, at);
        }
    }

    private void step(int opcode, long at) {
        switch (opcode) {
            case 'N' -> stack.push(null);
            case 0x88 -> stack.push(true);
            case 0x89 -> stack.push(false);
            case 'I', 'J', 'K', 'M', 'L', 0x8a, 0x8b, 'F', 'G' -> stack.push(scalars.number(opcode));
            case 'S', 'T', 'U', 'V', 'X', 0x8c, 0x8d, 'B', 'C', 0x8e, 0x96 -> stack.push(scalars.text(opcode));
            case '(' -> stack.mark();
            case '0' -> stack.discard();
            case '1' -> stack.popToMark();
            case '2' -> stack.push(stack.top());
            case '}' -> stack.push(new PickleDict());
            case ']', 0x8f -> stack.push(new PickleList());
            case ')' -> stack.push(new PickleTuple(List.of()));
            case 'a', 'e', 0x90, 's', 'u' -> fill(opcode);
            case 't', 0x85, 0x86, 0x87 -> tuple(opcode);
            case 'l', 'd', 0x91 -> collect(opcode);
            case 'p', 'q', 'r', 0x94, 'g', 'h', 'j' -> memo(opcode);
            case 'c', 0x93 -> global(opcode, at);
            case 'R', 'b', 0x81, 0x92, 'Q' -> object(opcode);
            case 0x80 -> protocol();
            case 0x95 -> frame();
            default -> throw refused(opcode, at);
        }
    }

    private void fill(int opcode) {
        List<Object> items =
                switch (opcode) {
                    case 'a' -> stack.pop(1);
                    case 's' -> stack.pop(2);
                    default -> stack.popToMark();
                };
        if (opcode == 's' || opcode == 'u') {
            fillDict(items);
        } else if (stack.top() instanceof PickleList list) {
            items.forEach(list::add);
        } else {
            throw input.corrupt("an item is added to something that is not a list");
        }
    }

    private void fillDict(List<Object> items) {
        if (items.size() % 2 != 0) {
            throw input.corrupt("a key without a value");
        }
        if (!(stack.top() instanceof PickleDict dict)) {
            throw input.corrupt("an entry is set on something that is not a dict");
        }
        for (int i = 0; i < items.size(); i += 2) {
            calls.put(dict, items.get(i), items.get(i + 1));
        }
    }

    private void tuple(int opcode) {
        List<Object> items = opcode == 't' ? stack.popToMark() : stack.pop(opcode - 0x84);
        stack.push(new PickleTuple(items));
    }

    private void collect(int opcode) {
        List<Object> items = stack.popToMark();
        if (opcode == 'd') {
            stack.push(new PickleDict());
            fillDict(items);
        } else {
            PickleList list = new PickleList();
            items.forEach(list::add);
            stack.push(list);
        }
    }

    private void memo(int opcode) {
        switch (opcode) {
            case 'p' -> stack.memoize(memoLine());
            case 'q' -> stack.memoize(input.u1());
            case 'r' -> stack.memoize(input.i4() & 0xffffffffL);
            case 'g' -> stack.recall(memoLine());
            case 'h' -> stack.recall(input.u1());
            case 'j' -> stack.recall(input.i4() & 0xffffffffL);
            default -> stack.memoizeNext();
        }
    }

    private long memoLine() {
        String line = input.line(MAX_NAME);
        if (!line.matches("[0-9]{1,9}")) {
            throw input.corrupt("memo index '" + line + "'");
        }
        return Long.parseLong(line);
    }

    private void global(int opcode, long at) {
        String module;
        String name;
        if (opcode == 'c') {
            module = input.line(MAX_NAME);
            name = input.line(MAX_NAME);
        } else if (stack.pop() instanceof String last && stack.pop() instanceof String first) {
            module = first;
            name = last;
        } else {
            throw input.corrupt("a class is named by something that is not a string");
        }
        PickleGlobal global = new PickleGlobal(module, name);
        if (!allowed.permits(global)) {
            throw new UnsupportedInputException(input.label() + ": refused: the pickle calls "
                    + MessageText.quoted(global.qualifiedName()) + " (byte " + at
                    + "); only tensors and plain containers are read");
        }
        stack.push(global);
    }

    private void object(int opcode) {
        switch (opcode) {
            case 'Q' -> {
                PickleReference reference = new PickleReference(stack.pop());
                references.accept(reference);
                stack.push(reference);
            }
            case 'R' -> {
                Object arguments = stack.pop();
                stack.push(calls.call(stack.pop(), arguments));
            }
            case 'b' -> {
                Object state = stack.pop();
                calls.build(stack.top(), state);
            }
            default -> {
                // Positional and keyword arguments are ignored; the state is complete.
                stack.pop(opcode == 0x81 ? 1 : 2);
                stack.push(calls.instance(stack.pop()));
            }
        }
    }

    private void protocol() {
        int protocol = input.u1();
        if (protocol > HIGHEST_PROTOCOL) {
            throw input.corrupt("protocol " + protocol + ", expected at most " + HIGHEST_PROTOCOL);
        }
    }

    private void frame() {
        long length = input.i8();
        if (length < 0 || length > input.remaining()) {
            throw input.corrupt("a frame of " + length + " bytes, but only " + input.remaining() + " are left");
        }
    }

    private CorruptInputException refused(int opcode, long at) {
        boolean extension = opcode >= 0x82 && opcode <= 0x84;
        boolean outOfBand = opcode == 0x97 || opcode == 0x98;
        boolean known = "Pio".indexOf(opcode) >= 0 || extension || outOfBand;
        String kind = known ? "an opcode that PyTorch does not write" : "an unknown opcode";
        return new CorruptInputException(String.format(
                Locale.ROOT, "%s: damaged pickle at byte %d: %s, 0x%02x", input.label(), at, kind, opcode));
    }
}
