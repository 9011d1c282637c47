package org.biggantune.archive.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ScriptProgramTest {
    private static final String HEAD = """
            class Layer(Module):
              __parameters__ = ["weight", ]
              __buffers__ = []
              weight : Tensor
              __annotations__["0"] = Tensor
              rate : Final[float] = 0.5
              def forward(self, x: Tensor) -> Tensor:
                return torch.linear(x, self.weight)
              def save(self, x: Tensor) -> Tensor:
                return x
            class Model(Module):
              __parameters__ = []
              __buffers__ = []
              layer : __torch__.m.Layer
              def forward(self, x: Tensor, y: Optional[Tensor]=None) -> Tensor:
            """;

    private static void check(String source) throws ScriptProgram.Refused {
        ScriptProgram.checked(Map.of("__torch__/m.py", source.getBytes(StandardCharsets.UTF_8)));
    }

    private static String method(String... lines) {
        StringBuilder text = new StringBuilder(HEAD);
        for (String line : lines) {
            text.append("    ").append(line).append('\n');
        }
        return text + "    return x\n";
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x = torch.relu_(torch.add(x, 1, alpha=2))",
                "x = (self.layer).forward(x, )",
                "x = (getattr(self, \"layer\")).forward(x)",
                "x = self.layer.save(x)",
                "_0 = self.layer\n    x = (_0).save(x, )",
                "_0 = __torch__.m.helper\n    x = _0(x, )",
                "x = __torch__.m.helper(x)",
                "x = ops.aten.relu(x)",
                "if ops.prim.is_cpu(x) and torch.eq(ops.prim.dtype(x), 6):\n      pass\n    else:\n      x = -x",
                "x = torch.add(x, CONSTANTS.c0)",
                "y0 = unchecked_cast(Tensor, y)",
                "n, c, h, w, = torch.size(x)\n    x = torch.view(x, [n, -1, int(torch.mul(h, 2)), w])",
                "z = annotate(List[Tensor], [])\n    _1 = torch.append(z, x)\n    for i in range(torch.len(z)):\n      x = z[i]",
                "x = x[:, 1]",
                "_2 = uninitialized(Tensor)",
                "ops.prim.RaiseException(\"Exception\", \"builtins.ValueError\")",
                "torch.warn(\"it\\'s a \\303\\244\")",
                "a = \"torch.save(x, '/tmp/x')\"",
                "x = x # torch.save(x)",
                "x = torch.add(x,\n  1)",
                "x = [torch.relu(i) for i in [x]][0]",
                "x = torch.to(x, torch.device(\"cpu\"), 1e-05, inf)"
            })
    void checked_ofHarmlessCode_accepts(String lines) {
        assertThatCode(() -> check(method(lines) + "def helper(x: Tensor) -> Tensor:\n  return torch.relu(x)\n"))
                .doesNotThrowAnyException();
    }

    static Stream<Arguments> refused() {
        return Stream.of(
                Arguments.of("torch.save(x, \"f\")", "calls torch.save"),
                Arguments.of("x = torch.from_file(\"f\", True, 4)", "calls torch.from_file"),
                Arguments.of("x = torch . \n".replace("\n", "") + "save(x, \"f\")", "calls torch.save"),
                Arguments.of("x = torch.add(x, torch.save(x, \"f\"))", "calls torch.save"),
                Arguments.of("x = [1, {2: (x, torch.save(x))}]", "calls torch.save"),
                Arguments.of("x = torch.add(x, alpha=torch.save(x))", "calls torch.save"),
                Arguments.of("x = 1 if torch.save(x) else 2", "calls torch.save"),
                Arguments.of("x = (torch).save(x)", "calls torch.save"),
                Arguments.of("x = (\"\" # \"\n      , torch.save(x))", "calls torch.save"),
                Arguments.of("x = (\"\"\"\"\"\", torch.save(x), \"\"\"\"\"\")", "calls torch.save"),
                Arguments.of("x = \"\\\\\", torch.save(x), \"\"", "calls torch.save"),
                Arguments.of("x = torch.autograd.save(x)", "calls torch.autograd.save"),
                Arguments.of("x = ops.aten.save(x, \"f\")", "calls ops.aten.save"),
                Arguments.of("x = ops.aten.autograd.save(x)", "calls ops.aten.autograd.save"),
                Arguments.of("x = ops.quantized.linear(x)", "calls ops.quantized.linear"),
                Arguments.of("x = ops.prim.Print(x)", "calls ops.prim.Print"),
                Arguments.of("x = getattr(torch, \"save\")(x)", "calls torch.save"),
                Arguments.of("x = getattr(torch, \"sa\" \"ve\")(x)", "calls torch.save"),
                Arguments.of("x = getattr(torch, \"s\\141ve\")(x)", "accesses a member without a constant name"),
                Arguments.of("t = torch", "uses torch"),
                Arguments.of("o = ops.aten", "uses ops.aten"),
                Arguments.of("x = x.save(\"f\")", "calls x.save"),
                Arguments.of("x = \"f\".from_file(True, 4)", "calls .from_file"),
                Arguments.of("x = [x][0].save(\"f\")", "calls .save"),
                Arguments.of("x = self.layer.weight.save(\"f\")", "calls self.layer.weight.save"),
                Arguments.of("a = self.layer\n    a = x\n    a.save(\"f\")", "calls a.save"),
                Arguments.of("a, b = self.layer, x\n    b.save(\"f\")", "calls b.save"),
                Arguments.of("for self in [x]:\n      self.save(\"f\")", "calls self.save"),
                Arguments.of("z = [self.save() for self in [x]]", "calls self.save"),
                Arguments.of("print(x)", "calls print"),
                Arguments.of("p = print", "uses print"),
                Arguments.of("print = 1", "redefines the name print"),
                Arguments.of("torch = x", "redefines the name torch"),
                Arguments.of("f = x\n    f(x)", "calls f"),
                Arguments.of("(x)(x)", "calls x"),
                Arguments.of("[x][0](x)", "calls something without a name"),
                Arguments.of("_0 = fork(x)", "calls fork"),
                Arguments.of("x = __torch__.torch.classes.a.B(x)", "calls __torch__.torch.classes.a.B"),
                Arguments.of("x = __torch__.m.nothing(x)", "calls __torch__.m.nothing"),
                Arguments.of("x = __torch__.m.Layer.load(x)", "calls __torch__.m.Layer.load"),
                Arguments.of("x = unchecked_cast(__torch__.m.Layer, y)", "casts without a check to __torch__.m.Layer"),
                Arguments.of("x = unchecked_cast(Tuple[int, int], y)", "casts without a check to Tuple"),
                Arguments.of("x = annotate(__torch__.m.Other, y)", "names the type __torch__.m.Other"),
                Arguments.of("x = CONSTANTS.x", "uses CONSTANTS.x"),
                Arguments.of("x = CONSTANTS", "uses CONSTANTS"),
                Arguments.of("x.saved = torch.save(x)", "calls torch.save"),
                Arguments.of("x[torch.save(x)] = 1", "calls torch.save"),
                Arguments.of("x = not intorch.save(x)", "has an ambiguous name"),
                Arguments.of("x = x is nottorch.save(x)", "has an ambiguous name"),
                Arguments.of("x = 1.save(x)", "has a number of an unknown form"),
                Arguments.of("x = torch.\\\n  save(x)", "has the byte 0x5c outside of strings"),
                Arguments.of("x = t\u043Erch.save(x)", "has the byte 0xd0 outside of strings"),
                Arguments.of("x = 1 # type: int", "has a type in a comment"),
                Arguments.of("torch.warn(\"\\033[2J\")", "has a control character in a string"),
                Arguments.of("torch.warn(\"\u001b[2J\")", "has a control character in a string"),
                Arguments.of("x = chr(27)", "calls chr"),
                Arguments.of("with x as y:\n      pass", "has an unexpected 'with'"),
                Arguments.of("def f(x):\n      return x", "has an unexpected 'def'"),
                Arguments.of("x = lambda: 1", "has an unexpected 'lambda'"),
                Arguments.of("x = \"", "has an unterminated string"),
                Arguments.of("x = )", "closes a bracket that is not open"),
                Arguments.of("x" + ".t".repeat(201), "nests deeper than 200 levels"),
                Arguments.of("x = 1" + " + 1".repeat(201), "nests deeper than 200 levels"),
                Arguments.of(
                        "x = " + "(".repeat(10) + "x"
                                + ".t".repeat(30).concat(")").repeat(10),
                        "nests deeper"));
    }

    @ParameterizedTest
    @MethodSource
    void refused(String lines, String reason) {
        assertThatThrownBy(() -> check(method(lines)))
                .isInstanceOf(ScriptProgram.Refused.class)
                .hasMessageMatching("(?s)its code \\(__torch__/m.py, line 1[5-9]\\) .*")
                .hasMessageContaining(reason);
    }

    @Test
    void checked_blocksNestedTooDeep_refuses() {
        StringBuilder lines = new StringBuilder();
        for (int depth = 0; depth < 300; depth++) {
            lines.append("  ".repeat(depth)).append("if True:\n    ");
        }
        assertThatThrownBy(() -> check(method(lines + "  ".repeat(300) + "pass")))
                .hasMessageContaining("nests deeper than 200 levels");
        assertThatThrownBy(() -> check(method("if True:\n      pass" + "\n    elif x:\n      pass".repeat(300))))
                .hasMessageContaining("nests deeper than 200 levels");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "class A(Interface):\n  def f(self) -> int:\n    pass\n",
                "class A(Module):\n  a : Future[int]\n",
                "class A(Module):\n  a : __torch__.torch.classes.x.Y\n",
                "class A(Module):\n  a : int\n  a : Tensor\n",
                "class A(Module):\n  a : Final[int] = torch.save()\n",
                "class A(Module):\n  a = torch.save()\n",
                "class A(Module):\n  __parameters__ = [torch.save()]\n",
                "class A:\n  pass\nclass A:\n  pass\n",
                "def f(x: Tensor=torch.save()) -> Tensor:\n  return x\n",
                "torch.save()\n",
                "x = 1\n"
            })
    void checked_ofDeclarationsThatAreNotKnown_refuses(String source) {
        assertThatThrownBy(() -> check(source)).isInstanceOf(ScriptProgram.Refused.class);
    }

    @Test
    void checked_classUnderTheNameOfOneOfLibtorch_refuses() {
        Map<String, byte[]> sources = Map.of(
                "__torch__/torch/classes/xnnpack.py",
                "class Context:\n  def load(self) -> int:\n    return 1\n".getBytes(StandardCharsets.UTF_8));
        assertThatThrownBy(() -> ScriptProgram.checked(sources))
                .hasMessageContaining("reserved for libtorch's own classes");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "def f%d(x: Tensor) -> Tensor:\n  return __torch__.m.f%d(x)\n",
                "class f%d:\n  a : __torch__.m.f%d\n"
            })
    void checked_longChainOfDeclarations_refuses(String link) {
        StringBuilder source = new StringBuilder("def f500(x: Tensor) -> Tensor:\n  return x\n");
        if (link.startsWith("class")) {
            source = new StringBuilder("class f500:\n  a : int\n");
        }
        for (int i = 0; i < 500; i++) {
            source.append(String.format(Locale.ROOT, link, i, i + 1));
        }
        String code = source.toString();
        assertThatThrownBy(() -> check(code))
                .hasMessageContaining("a chain of declarations with more than 400 levels in total");
    }

    @Test
    void attributes_ofAClass_haveTheirTypes() throws ScriptProgram.Refused {
        ScriptProgram program = ScriptProgram.checked(Map.of(
                "__torch__/a/b.py",
                "class N(NamedTuple):\n  x : Tensor\n  y : Dict[str, Tuple[int, Optional[float]]]\n  z : Tuple[()]\n"
                        .getBytes(StandardCharsets.UTF_8)));
        assertThat(program.attributes("__torch__.a.b.N").toString())
                .isEqualTo("{x=Tensor, y=Dict[str, Tuple[int, Optional[float]]], z=Tuple}");
    }
}
