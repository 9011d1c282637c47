"""Makes tiny_torchscript.pt and frozen_quantized.pt, which the archive tests read. Needs torch; run in this folder."""
import torch
from torch import nn


class Tiny(nn.Module):
    def __init__(self):
        super().__init__()
        self.blocks = nn.ModuleList([nn.ModuleList([nn.Conv2d(2, 3, 1)])])
        self.shared = nn.Embedding(4, 3)
        self.register_buffer("count", torch.tensor(3))
        self.title = "tiny"
        self.width = 5
        self.scale = 1.5
        self.sizes = [1, 2, 3]
        self.flag = True
        self.plain = torch.arange(6.0).reshape(2, 3).t()
        self.triple = (1, 2.5, "x")
        self.table = {"a": 1, "b": 2}
        self.parts = [torch.ones(2), torch.full((2,), 0.5)]

    def forward(self, x):
        y = self.shared(x) + self.count + self.width + self.scale + self.sizes[0] + self.triple[0]
        if self.flag:
            y = y + self.table["a"] + self.plain[0, 0] + self.parts[0][0]
        for row in self.blocks:
            for conv in row:
                y = y + conv(torch.ones(1, 2, 1, 1)).mean()
        return y, self.title


torch.manual_seed(1)
model = Tiny().eval()
with torch.no_grad():
    model.shared.weight.copy_(torch.arange(12.0).reshape(4, 3) / 4)
    model.blocks[0][0].weight.copy_(torch.arange(6.0).reshape(3, 2, 1, 1) - 2)
    model.blocks[0][0].bias.copy_(torch.tensor([0.25, -0.5, 1.0]))
torch.jit.script(model).save("tiny_torchscript.pt", _extra_files={"biggan-tune.json": b'{"schema": 1}'})


class Frozen(nn.Module):
    """Weights become constants of the code when it is frozen; the codes of a quantized tensor stay an attribute."""

    def __init__(self):
        super().__init__()
        self.linear = nn.Linear(3, 2)
        self.codes = torch.quantize_per_tensor(torch.tensor([-1.0, 0.0, 1.5]), 0.5, 2, torch.qint8)
        self.rows = torch.quantize_per_channel(torch.eye(2), torch.tensor([0.5, 0.25]), torch.tensor([0, 1]), 0, torch.quint8)

    def forward(self, x):
        return self.linear(x + self.codes.dequantize()) + self.rows.dequantize()[0]


model = Frozen().eval()
with torch.no_grad():
    model.linear.weight.copy_(torch.arange(6.0).reshape(2, 3))
    model.linear.bias.copy_(torch.tensor([0.25, -0.5]))
frozen = torch.jit.freeze(torch.jit.script(model), preserved_attrs=["codes", "rows"])
frozen.save("frozen_quantized.pt")
print(frozen.code)
