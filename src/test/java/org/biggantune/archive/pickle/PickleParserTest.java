package org.biggantune.archive.pickle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.biggantune.domain.failure.CorruptInputException;
import org.biggantune.domain.failure.UnsupportedInputException;
import org.junit.jupiter.api.Test;

class PickleParserTest {
    /**
     * {@code pickle.dumps({"a": [1, -2, 300, 70000, 2**40, -2**63, 2**64, True, False, None, 1.5], "t": (1, (2, 3), (),
     * (4,), (5, 6, 7, 8)), "s": {7}, "b": b"\x00\xff", "u": "grün"}, protocol)} by CPython 3.11.
     */
    private static final List<String> BY_CPYTHON = List.of(
            "KGRwMApWYQpwMQoobHAyCkkxCmFJLTIKYUkzMDAKYUk3MDAwMAphTDEwOTk1MTE2Mjc3NzZMCmFMLTkyMjMzNzIw"
                    + "MzY4NTQ3NzU4MDhMCmFMMTg0NDY3NDQwNzM3MDk1NTE2MTZMCmFJMDEKYUkwMAphTmFGMS41CmFzVnQKcDMKKEkx"
                    + "CihJMgpJMwp0cDQKKHQoSTQKdHA1CihJNQpJNgpJNwpJOAp0cDYKdHA3CnNWcwpwOApjX19idWlsdGluX18Kc2V0"
                    + "CnA5CigobHAxMApJNwphdHAxMQpScDEyCnNWYgpwMTMKY19jb2RlY3MKZW5jb2RlCnAxNAooVlx1MDAwMP8KcDE1"
                    + "ClZsYXRpbjEKcDE2CnRwMTcKUnAxOApzVnUKcDE5ClZncvxuCnAyMApzLg==",
            "fXEAKFgBAAAAYXEBXXECKEsBSv7///9NLAFKcBEBAEwxMDk5NTExNjI3Nzc2TApMLTkyMjMzNzIwMzY4NTQ3NzU4"
                    + "MDhMCkwxODQ0Njc0NDA3MzcwOTU1MTYxNkwKSTAxCkkwMApORz/4AAAAAAAAZVgBAAAAdHEDKEsBKEsCSwN0cQQp"
                    + "KEsEdHEFKEsFSwZLB0sIdHEGdHEHWAEAAABzcQhjX19idWlsdGluX18Kc2V0CnEJKF1xCksHYXRxC1JxDFgBAAAA"
                    + "YnENY19jb2RlY3MKZW5jb2RlCnEOKFgDAAAAAMO/cQ9YBgAAAGxhdGluMXEQdHERUnESWAEAAAB1cRNYBQAAAGdy"
                    + "w7xucRR1Lg==",
            "gAJ9cQAoWAEAAABhcQFdcQIoSwFK/v///00sAUpwEQEAigYAAAAAAAGKCAAAAAAAAACAigkAAAAAAAAAAAGIiU5H"
                    + "P/gAAAAAAABlWAEAAAB0cQMoSwFLAksDhnEEKUsEhXEFKEsFSwZLB0sIdHEGdHEHWAEAAABzcQhjX19idWlsdGlu"
                    + "X18Kc2V0CnEJXXEKSwdhhXELUnEMWAEAAABicQ1jX2NvZGVjcwplbmNvZGUKcQ5YAwAAAADDv3EPWAYAAABsYXRp"
                    + "bjFxEIZxEVJxElgBAAAAdXETWAUAAABncsO8bnEUdS4=",
            "gAN9cQAoWAEAAABhcQFdcQIoSwFK/v///00sAUpwEQEAigYAAAAAAAGKCAAAAAAAAACAigkAAAAAAAAAAAGIiU5H"
                    + "P/gAAAAAAABlWAEAAAB0cQMoSwFLAksDhnEEKUsEhXEFKEsFSwZLB0sIdHEGdHEHWAEAAABzcQhjYnVpbHRpbnMK"
                    + "c2V0CnEJXXEKSwdhhXELUnEMWAEAAABicQ1DAgD/cQ5YAQAAAHVxD1gFAAAAZ3LDvG5xEHUu",
            "gASVgwAAAAAAAAB9lCiMAWGUXZQoSwFK/v///00sAUpwEQEAigYAAAAAAAGKCAAAAAAAAACAigkAAAAAAAAAAAGI"
                    + "iU5HP/gAAAAAAABljAF0lChLAUsCSwOGlClLBIWUKEsFSwZLB0sIdJR0lIwBc5SPlChLB5CMAWKUQwIA/5SMAXWU"
                    + "jAVncsO8bpR1Lg==",
            "gAWVgwAAAAAAAAB9lCiMAWGUXZQoSwFK/v///00sAUpwEQEAigYAAAAAAAGKCAAAAAAAAACAigkAAAAAAAAAAAGI"
                    + "iU5HP/gAAAAAAABljAF0lChLAUsCSwOGlClLBIWUKEsFSwZLB0sIdJR0lIwBc5SPlChLB5CMAWKUQwIA/5SMAXWU"
                    + "jAVncsO8bpR1Lg==");

    private static Object parse(byte[] bytes) {
        return PickleParser.parse(PickleInput.ofBytes("f.pth", bytes), AllowedGlobals.CHECKPOINT, PickleLimits.DEFAULT);
    }

    private static PickleBytes pickle() {
        return new PickleBytes();
    }

    private static void assertCorrupt(byte[] bytes, String message) {
        ThrowingCallable call = () -> parse(bytes);
        assertTimeoutPreemptively(
                Duration.ofSeconds(5),
                () -> assertThatThrownBy(call)
                        .isInstanceOf(CorruptInputException.class)
                        .hasMessageStartingWith("f.pth: damaged pickle at byte ")
                        .hasMessageContaining(message)
                        .hasMessageNotContaining("\n"));
    }

    @Test
    void parse_everyProtocol_givesTheValuesPythonWrote() {
        for (String encoded : BY_CPYTHON) {
            PickleDict dict = (PickleDict) parse(Base64.getDecoder().decode(encoded));
            assertThat(((PickleList) dict.get("a")).items())
                    .containsExactly(
                            1L,
                            -2L,
                            300L,
                            70000L,
                            1L << 40,
                            Long.MIN_VALUE,
                            BigInteger.ONE.shiftLeft(64),
                            true,
                            false,
                            null,
                            1.5);
            List<Object> tuple = ((PickleTuple) dict.get("t")).items();
            assertThat(((PickleTuple) tuple.get(1)).items()).containsExactly(2L, 3L);
            assertThat(((PickleTuple) tuple.get(2)).items()).isEmpty();
            assertThat(((PickleTuple) tuple.get(3)).items()).containsExactly(4L);
            assertThat(((PickleTuple) tuple.get(4)).items()).containsExactly(5L, 6L, 7L, 8L);
            assertThat(((PickleList) dict.get("s")).items()).containsExactly(7L);
            assertThat(dict.get("u")).isEqualTo("grün");
            assertThat((byte[]) dict.get("b")).containsExactly(0, 255);
        }
    }

    @Test
    void parse_oldTextOpcodes_givesTheirValues() {
        byte[] bytes = "(lp0\nI12\naI01\naL-7L\naF2.5\naS'x'\naVg\\u00fc\nag0\na.".getBytes(StandardCharsets.US_ASCII);
        List<Object> items = ((PickleList) parse(bytes)).items();
        assertThat(items.subList(0, 6)).containsExactly(12L, true, -7L, 2.5, "x", "gü");
        assertThat(((PickleList) items.get(6)).items()).hasSize(7);
    }

    @Test
    void parse_forbiddenGlobal_isRefusedWithItsNameAndPlace() {
        byte[] bytes = pickle().op(0x80, 2)
                .global("os", "system")
                .text("echo hi")
                .op(0x85, 'R')
                .stop();
        assertThatThrownBy(() -> parse(bytes))
                .isInstanceOf(UnsupportedInputException.class)
                .hasMessage("f.pth: refused: the pickle calls 'os.system' (byte 2); only tensors and plain containers"
                        + " are read");
        byte[] stacked =
                pickle().op(0x80, 4).text("builtins").text("eval").op(0x93).stop();
        assertThatThrownBy(() -> parse(stacked))
                .isInstanceOf(UnsupportedInputException.class)
                .hasMessageContaining("'builtins.eval'");
    }

    @Test
    void parse_scriptClassInACheckpoint_isRefused() {
        byte[] bytes = pickle().global("__torch__", "Net").op(')', 0x81).stop();
        assertThatThrownBy(() -> parse(bytes))
                .isInstanceOf(UnsupportedInputException.class)
                .hasMessageContaining("'__torch__.Net'");
        Object object = PickleParser.parse(
                PickleInput.ofBytes("f.pt", bytes), AllowedGlobals.TORCHSCRIPT, PickleLimits.DEFAULT);
        assertThat(((PickleObject) object).type()).isEqualTo(new PickleGlobal("__torch__", "Net"));
    }

    @Test
    void parse_opcodesThatRunCode_areRefused() {
        assertCorrupt(pickle().op('(').ascii("ios\nsystem\n").stop(), "0x69");
        assertCorrupt(pickle().op('(').op('o').stop(), "0x6f");
        assertCorrupt(pickle().ascii("Pid\n").stop(), "0x50");
        assertCorrupt(pickle().op(0x82, 1).stop(), "an opcode that PyTorch does not write, 0x82");
        assertCorrupt(pickle().op(0xff).stop(), "an unknown opcode, 0xff");
    }

    @Test
    void parse_lengthsBeyondTheStream_areRefusedWithoutAllocating() {
        assertCorrupt(
                pickle().op('X').u4(0xffffffffL).stop(), "a string of 4294967295 bytes, but only 1 bytes are left");
        assertCorrupt(pickle().op(0x8d).i8(Long.MAX_VALUE).stop(), "but only 1 bytes are left");
        assertCorrupt(pickle().op(0x8d).i8(-1).stop(), "a string of -1 bytes");
        assertCorrupt(pickle().op(0x8b).u4(0x7fffffffL).stop(), "an integer of 2147483647 bytes");
        assertCorrupt(pickle().op('B').u4(100).stop(), "a byte string of 100 bytes, but only 1");
        assertCorrupt(pickle().op(0x95).i8(1L << 60).stop(), "a frame of");
        assertCorrupt(pickle().text("x".repeat((1 << 20) + 1)).stop(), "the limit is 1048576");
        byte[] digits = pickle().ascii("L" + "9".repeat(600) + "\n").stop();
        assertCorrupt(digits, "a line of more than 512 bytes");
    }

    @Test
    void parse_endlessNesting_isRefused() {
        PickleBytes marks = pickle();
        for (int i = 0; i < 300; i++) {
            marks.op('(');
        }
        assertCorrupt(marks.stop(), "nested deeper than 256 levels");
    }

    @Test
    void parse_manyValues_areRefused() {
        PickleBytes values = pickle();
        for (int i = 0; i < 2_000_001; i++) {
            values.op('N');
        }
        assertCorrupt(values.stop(), "more than 2000000 values");
        PickleBytes copies = pickle().op(']', 'q', 0, '(');
        for (int i = 0; i < 3000; i++) {
            copies.op('N');
        }
        copies.op('e', '0');
        for (int i = 0; i < 3000; i++) {
            copies.global("builtins", "set").op('h', 0, 0x85, 'R');
        }
        assertCorrupt(copies.stop(), "more than 2000000 values");
    }

    @Test
    void parse_memoBeyondItsLimit_isRefused() {
        PickleLimits limits = new PickleLimits(1000, 1000, 3, 100, 10);
        byte[] bytes = pickle().op('N', 0x94, 0x94, 0x94, 0x94).stop();
        assertThatThrownBy(() ->
                        PickleParser.parse(PickleInput.ofBytes("f.pth", bytes), AllowedGlobals.CHECKPOINT, limits))
                .isInstanceOf(CorruptInputException.class)
                .hasMessageContaining("more than 3 memo entries");
        byte[] longer = pickle().text("x".repeat(90)).op('0').stop();
        PickleLimits few = new PickleLimits(50, 1000, 3, 100, 10);
        assertThatThrownBy(
                        () -> PickleParser.parse(PickleInput.ofBytes("f.pth", longer), AllowedGlobals.CHECKPOINT, few))
                .isInstanceOf(CorruptInputException.class)
                .hasMessageContaining("longer than 50 bytes");
    }

    @Test
    void parse_stackErrors_areCorrupt() {
        assertCorrupt(pickle().stop(), "ends with 0 values");
        assertCorrupt(pickle().op('N', 'N').stop(), "ends with 2 values");
        assertCorrupt(pickle().op('0').stop(), "empty stack");
        assertCorrupt(pickle().op('t').stop(), "a mark is missing");
        assertCorrupt(pickle().op('N', 'N', 'a').stop(), "not a list");
        assertCorrupt(pickle().op('N', 'N', 'N', 's').stop(), "not a dict");
        assertCorrupt(pickle().op('}', ']', 'N', 's').stop(), "used as key");
        assertCorrupt(pickle().op('}', '(', 'N', 'u').stop(), "a key without a value");
        assertCorrupt(pickle().op('h', 7).stop(), "memo entry 7 does not exist");
        assertCorrupt(pickle().op('N', ')', 'R').stop(), "not a function");
        assertCorrupt(pickle().op('N', ')', 0x81).stop(), "not a class");
        assertCorrupt(pickle().op('N', '}', 'b').stop(), "plain value");
        assertCorrupt(pickle().op('N', 'N', 0x93).stop(), "not a string");
        assertCorrupt(pickle().op(0x80, 9).stop(), "protocol 9");
        assertCorrupt(pickle().op('N', '(', '0', 'N').stop(), "ends with 2 values");
        assertCorrupt(new byte[] {'N'}, "ends in the middle");
        assertCorrupt(pickle().op('X').u4(2).op(0xc3, 0x28).stop(), "is not UTF-8");
    }

    @Test
    void parse_listThatHoldsItself_endsAndIsTheSameList() {
        PickleList list =
                (PickleList) parse(pickle().op(']', 'q', 0, 'h', 0, 'a').stop());
        assertThat(list.items()).hasSize(1);
        assertThat(list.items().get(0)).isSameAs(list);
    }
}
