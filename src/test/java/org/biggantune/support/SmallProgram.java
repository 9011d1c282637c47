package org.biggantune.support;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.biggantune.archive.pickle.PickleBytes;

/** A TorchScript program of a few hundred bytes whose code has every form of statement, and constants of every kind. */
public final class SmallProgram {
    private static final String CODE = """
            op_version_set = 1
            class N(NamedTuple):
              a : Tensor
              b : Dict[str, Tuple[int, Optional[float]]]
            class M(Module):
              __parameters__ = ["w", ]
              __buffers__ = []
              w : Tensor
              rate : Final[float] = 1.5e-05
              __annotations__["0"] = List[int]
              def forward(self: __torch__.m.M, x: Tensor, y: Optional[Tensor]=None) -> Tensor:
                _0 = __torch__.m.helper  # a comment
                if torch.__isnot__(y, None) and not self.rate > -1:
                  x = unchecked_cast(Tensor, y)
                elif True:
                  pass
                else:
                  ops.prim.RaiseException("no \\303\\244", "builtins.ValueError")
                l = annotate(List[Tensor], [])
                for i, j in enumerate([(1, 2), {3: x[:, 0, ...]}]):
                  _1 = torch.append(l, _0(x, alpha=CONSTANTS.c0))
                  x += getattr(self, "0")[i] if i % 2 == 0 else '''t
            '''
                a, *b = [torch.relu(k) for k in l]
                self.w = (self.w).to(torch.device("cpu"), 6)
                while bool(x): break
                return x
            def helper(x: Tensor, alpha: Tensor) -> Tensor:
              return torch.add(x, alpha)
            """;

    private SmallProgram() {}

    /** Writes it. */
    public static Path write(Path file) throws IOException {
        PickleBytes root =
                new PickleBytes().op(0x80, 2).global("__torch__.m", "M").op(')', 0x81, '}', '(');
        tensor(root.text("w")).text("0").op(']').number(7).op('a', 'u', 'b');
        PickleBytes constants = tensor(new PickleBytes().op(0x80, 2, '(')).op('}');
        constants.text("k").global("__torch__.m", "N").op('(');
        tensor(constants).op('}', 't', 'R', 's', 't');
        String code = CODE.replace("while bool(x): break", "while bool(x):\n      break");
        return new ZipContent()
                .with("m/data.pkl", root.stop())
                .with("m/code/__torch__/m.py", code.getBytes(StandardCharsets.UTF_8))
                .with("m/data/0", new byte[16])
                .with("m/constants.pkl", constants.stop())
                .with("m/constants/0", new byte[16])
                .with("m/version", new byte[] {'3', '\n'})
                .write(file);
    }

    private static PickleBytes tensor(PickleBytes pickle) {
        return pickle.tensor("FloatStorage", "0", 4, 0, new long[] {2, 2}, new long[] {2, 1});
    }
}
