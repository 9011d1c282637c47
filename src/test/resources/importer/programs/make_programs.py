"""Makes the TorchScript programs of known layouts that the import tests read. Needs torch; run in this folder.

Small networks with random weights, in the tensor names and with the operations of Hugging Face's BigGAN-deep, of
BigGAN-PyTorch's BigGAN and of torchvision's ResNet. The tests call the programs themselves for what they should give.
"""
import math
import os
import zipfile

import torch
from torch import nn
from torch.nn import functional as F
from torch.nn.utils import spectral_norm


def save(program, name):
    """Saves a program without the tables that only error messages need; they are most of a small file."""
    program.save("whole.pt")
    with zipfile.ZipFile("whole.pt") as whole, zipfile.ZipFile(name, "w", zipfile.ZIP_STORED) as small:
        for entry in whole.infolist():
            if not entry.filename.endswith(".debug_pkl"):
                content = zipfile.ZipInfo(entry.filename.replace("whole/", name[:-3] + "/"), (1980, 1, 1, 0, 0, 0))
                small.writestr(content, whole.read(entry))
    os.remove("whole.pt")


def doubled(x):
    """F.interpolate(x, scale_factor=2) without the operators that older versions lack when they load a script."""
    return x.repeat_interleave(2, 2).repeat_interleave(2, 3)


# Hugging Face's BigGAN-deep

EPS = 1e-3


class Stored(nn.Module):
    """A layer with torch's spectral norm as torch.jit.script takes it; weight is what the norm's hook leaves of it."""

    def __init__(self, layer):
        super().__init__()
        self.weight_orig, self.bias = layer.weight_orig, layer.bias
        self.register_buffer("weight_u", layer.weight_u)
        self.register_buffer("weight_v", layer.weight_v)
        self.weight = self.weight_orig.data

    def divided(self):
        weight = self.weight_orig
        return weight / torch.dot(self.weight_u, torch.mv(weight.reshape(weight.size(0), -1), self.weight_v))


class StoredLinear(Stored):
    def forward(self, x):
        return F.linear(x, self.divided(), self.bias)


class StoredConv(Stored):
    def forward(self, x):
        return F.conv2d(x, self.divided(), self.bias, padding=[self.weight.size(2) // 2, self.weight.size(3) // 2])


def sn_linear(inside, outside, bias):
    return spectral_norm(nn.Linear(inside, outside, bias=bias), eps=EPS)


def sn_conv(*sizes):
    return spectral_norm(nn.Conv2d(*sizes, padding=sizes[2] // 2), eps=EPS)


def scriptable(module):
    """The same network with layers that can be scripted."""
    for name, child in module.named_children():
        if hasattr(child, "weight_orig"):
            setattr(module, name, (StoredLinear if isinstance(child, nn.Linear) else StoredConv)(child))
        else:
            scriptable(child)
    return module


class Statistics(nn.Module):
    def __init__(self, channels, statistics=3):
        super().__init__()
        self.eps = EPS
        self.step_size = 1.0 / (statistics - 1)
        self.register_buffer("running_means", 0.3 * torch.randn(statistics, channels))
        self.register_buffer("running_vars", 0.5 + torch.rand(statistics, channels))

    def chosen(self, table, truncation: float):
        fraction, index = math.modf(truncation / self.step_size)
        row = table[int(index)]
        if fraction != 0.0:
            row = row * fraction + table[int(index) + 1] * (1 - fraction)
        return row


class DeepNorm(Statistics):
    def __init__(self, channels, conditions):
        super().__init__(channels)
        self.scale = sn_linear(conditions, channels, bias=False)
        self.offset = sn_linear(conditions, channels, bias=False)

    def forward(self, x, truncation: float, c):
        mean, var = self.chosen(self.running_means, truncation), self.chosen(self.running_vars, truncation)
        normal = (x - mean[:, None, None]) / torch.sqrt(var + self.eps)[:, None, None]
        return normal * (1 + self.scale(c)[:, :, None, None]) + self.offset(c)[:, :, None, None]


class OutputNorm(Statistics):
    def __init__(self, channels):
        super().__init__(channels)
        self.weight = nn.Parameter(1 + 0.3 * torch.randn(channels))
        self.bias = nn.Parameter(0.3 * torch.randn(channels))

    def forward(self, x, truncation: float):
        mean, var = self.chosen(self.running_means, truncation), self.chosen(self.running_vars, truncation)
        return F.batch_norm(x, mean, var, self.weight, self.bias, training=False, momentum=0.0, eps=self.eps)


class DeepBlock(nn.Module):
    def __init__(self, inside, outside, conditions, up):
        super().__init__()
        self.up = up
        middle = inside // 4
        self.bn_0, self.conv_0 = DeepNorm(inside, conditions), sn_conv(inside, middle, 1)
        self.bn_1, self.conv_1 = DeepNorm(middle, conditions), sn_conv(middle, middle, 3)
        self.bn_2, self.conv_2 = DeepNorm(middle, conditions), sn_conv(middle, middle, 3)
        self.bn_3, self.conv_3 = DeepNorm(middle, conditions), sn_conv(middle, outside, 1)
        self.outside = outside

    def forward(self, x, c, truncation: float):
        h = self.conv_0(torch.relu(self.bn_0(x, truncation, c)))
        h = torch.relu(self.bn_1(h, truncation, c))
        if self.up:
            h = doubled(h)
        h = self.conv_1(h)
        h = self.conv_2(torch.relu(self.bn_2(h, truncation, c)))
        h = self.conv_3(torch.relu(self.bn_3(h, truncation, c)))
        x = x[:, : self.outside]
        if self.up:
            x = doubled(x)
        return h + x


class DeepGenerator(nn.Module):
    def __init__(self, conditions, channels):
        super().__init__()
        self.channels = 2 * channels
        self.gen_z = sn_linear(conditions, 16 * 2 * channels, bias=True)
        self.layers = nn.ModuleList(
            [DeepBlock(2 * channels, 2 * channels, conditions, False), DeepBlock(2 * channels, channels, conditions, True)]
        )
        self.bn = OutputNorm(channels)
        self.conv_to_rgb = sn_conv(channels, channels, 3)

    def forward(self, c, truncation: float):
        h = self.gen_z(c).view(-1, 4, 4, self.channels).permute(0, 3, 1, 2).contiguous()
        for layer in self.layers:
            h = layer(h, c, truncation)
        return torch.tanh(self.conv_to_rgb(torch.relu(self.bn(h, truncation)))[:, :3])


class Deep(nn.Module):
    def __init__(self, latents=5, size=6, classes=4, channels=8):
        super().__init__()
        self.embeddings = nn.Linear(classes, size, bias=False)
        self.generator = DeepGenerator(latents + size, channels)

    def forward(self, z, classes, truncation):
        return self.generator(torch.cat((z, self.embeddings(classes)), 1), float(truncation))


class Wrapped(nn.Module):
    """A network behind a path of attributes, with a tensor beside it."""

    def __init__(self, network):
        super().__init__()
        self.inner = nn.ModuleDict({"model": network})
        self.register_buffer("steps", torch.zeros(2))

    def forward(self, z, classes, truncation):
        return self.inner["model"](z, classes, truncation)


# BigGAN-PyTorch's BigGAN


class SN(nn.Module):
    def __init__(self, *shape: int, bias: bool, eps: float):
        super().__init__()
        self.weight = nn.Parameter(torch.randn(*shape))
        self.bias = nn.Parameter(0.3 * torch.randn(shape[0])) if bias else None
        self.register_buffer("u0", torch.randn(1, shape[0]))
        self.register_buffer("sv0", torch.ones(1))
        self.eps = eps

    def divided(self):
        w = self.weight.view(self.weight.size(0), -1)
        v = F.normalize(torch.matmul(self.u0, w), eps=self.eps)
        u = F.normalize(torch.matmul(v, w.t()), eps=self.eps)
        return self.weight / torch.matmul(torch.matmul(v, w.t()), u.t()).squeeze()


class SNLinear(SN):
    def forward(self, x):
        return F.linear(x, self.divided(), self.bias)


class SNConv(SN):
    def forward(self, x):
        return F.conv2d(x, self.divided(), self.bias, padding=[self.weight.size(2) // 2, self.weight.size(3) // 2])


class ClassNorm(nn.Module):
    def __init__(self, channels: int, conditions: int, eps: float, sn_eps: float):
        super().__init__()
        self.gain = SNLinear(channels, conditions, bias=False, eps=sn_eps)
        self.bias = SNLinear(channels, conditions, bias=False, eps=sn_eps)
        self.eps = eps
        self.register_buffer("stored_mean", 0.3 * torch.randn(channels))
        self.register_buffer("stored_var", 0.5 + torch.rand(channels))

    def forward(self, x, y):
        x = F.batch_norm(x, self.stored_mean, self.stored_var, None, None, False, 0.1, self.eps)
        return x * (1 + self.gain(y))[:, :, None, None] + self.bias(y)[:, :, None, None]


class Norm(nn.Module):
    """The last norm, whose constant BigGAN-PyTorch leaves at 1e-5 whatever the others have."""

    def __init__(self, channels: int, eps: float = 1e-5):
        super().__init__()
        self.gain = nn.Parameter(1 + 0.3 * torch.randn(channels))
        self.bias = nn.Parameter(0.3 * torch.randn(channels))
        self.eps = eps
        self.register_buffer("stored_mean", 0.3 * torch.randn(channels))
        self.register_buffer("stored_var", 0.5 + torch.rand(channels))

    def forward(self, x):
        return F.batch_norm(x, self.stored_mean, self.stored_var, self.gain, self.bias, False, 0.1, self.eps)


class Block(nn.Module):
    def __init__(self, inside: int, outside: int, conditions: int, eps: float, sn_eps: float):
        super().__init__()
        self.conv1 = SNConv(outside, inside, 3, 3, bias=True, eps=sn_eps)
        self.conv2 = SNConv(outside, outside, 3, 3, bias=True, eps=sn_eps)
        self.conv_sc = SNConv(outside, inside, 1, 1, bias=True, eps=sn_eps)
        self.bn1 = ClassNorm(inside, conditions, eps, sn_eps)
        self.bn2 = ClassNorm(outside, conditions, eps, sn_eps)

    def forward(self, x, y):
        h = doubled(torch.relu(self.bn1(x, y)))
        h = self.conv2(torch.relu(self.bn2(self.conv1(h), y)))
        return h + self.conv_sc(doubled(x))


class Generator(nn.Module):
    def __init__(self, channels=4, chunk=3, size=6, classes=4, eps=2e-2, sn_eps=1e-5):
        super().__init__()
        self.shared = nn.Embedding(classes, size)
        self.linear = SNLinear(16 * 2 * channels, chunk, bias=True, eps=sn_eps)
        self.blocks = nn.ModuleList([nn.ModuleList([Block(2 * channels, channels, chunk + size, eps, sn_eps)])])
        self.output_layer = nn.Sequential(
            Norm(channels), nn.ReLU(), SNConv(3, channels, 3, 3, bias=True, eps=sn_eps)
        )
        self.chunk = chunk

    def forward(self, z, y):
        parts = torch.split(z, self.chunk, 1)
        h = self.linear(parts[0]).view(z.size(0), -1, 4, 4)
        i = 1
        for stage in self.blocks:
            for block in stage:
                h = block(h, torch.cat([y, parts[i]], 1))
            i += 1
        return torch.tanh(self.output_layer(h))


class Training(nn.Module):
    """What a training script may save: the generator and its average; drawn from by class numbers."""

    def __init__(self):
        super().__init__()
        self.G = Generator()
        self.G_ema = Generator()

    def forward(self, z, classes):
        return self.G_ema(z, self.G_ema.shared(classes))

    @torch.jit.export
    def raw(self, z, classes):
        return self.G(z, self.G.shared(classes))


# torchvision's ResNet, behind the layer that many put in front of it


class Normalise(nn.Module):
    def __init__(self):
        super().__init__()
        self.register_buffer("mean", torch.tensor([0.25, 0.5, 0.75]).view(3, 1, 1))
        self.register_buffer("std", torch.tensor([0.5, 0.25, 0.125]).view(3, 1, 1))

    def forward(self, x):
        return (x - self.mean) / self.std


class BasicBlock(nn.Module):
    def __init__(self, inside, outside):
        super().__init__()
        stride = outside // inside
        self.conv1 = nn.Conv2d(inside, outside, 3, stride, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(outside)
        self.conv2 = nn.Conv2d(outside, outside, 3, 1, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(outside)
        if stride > 1:
            self.downsample = nn.Sequential(nn.Conv2d(inside, outside, 1, stride, bias=False), nn.BatchNorm2d(outside))
        else:
            self.downsample = nn.Identity()

    def forward(self, x):
        h = torch.relu(self.bn1(self.conv1(x)))
        return torch.relu(self.bn2(self.conv2(h)) + self.downsample(x))


class ResNet(nn.Module):
    def __init__(self, labels=5):
        super().__init__()
        self.conv1 = nn.Conv2d(3, 4, 7, 2, 3, bias=False)
        self.bn1 = nn.BatchNorm2d(4)
        self.maxpool = nn.MaxPool2d(3, 2, 1)
        self.layer1 = nn.Sequential(BasicBlock(4, 4))
        self.layer2 = nn.Sequential(BasicBlock(4, 8))
        self.fc = nn.Linear(8, labels)

    def forward(self, x):
        h = self.maxpool(torch.relu(self.bn1(self.conv1(x))))
        return self.fc(self.layer2(self.layer1(h)).mean((2, 3)))


torch.manual_seed(5)
deep = Wrapped(Deep().requires_grad_(False)).train()
z, one_hot, truncation = torch.randn(4, 5), torch.eye(4), torch.tensor(0.5)
for _ in range(20):
    # Every call in training mode takes the vectors of spectral norms nearer to the singular ones.
    deep(z, one_hot, truncation)
deep.eval()
save(torch.jit.trace(deep, (z, one_hot, truncation)), "deep_traced.pt")
scripted = torch.jit.script(scriptable(deep.inner["model"]).eval())
assert torch.allclose(deep(z, one_hot, truncation), scripted(z, one_hot, truncation), atol=1e-5)
save(scripted, "deep_scripted.pt")
training = Training().requires_grad_(False).eval()
save(torch.jit.trace(training, (torch.randn(4, 6), torch.arange(4))), "training_traced.pt")
training = torch.jit.script(training)
save(training, "training.pt")
save(torch.jit.freeze(training), "frozen.pt")
classifier = nn.Sequential(Normalise(), ResNet()).requires_grad_(False)
for norm in classifier.modules():
    if isinstance(norm, nn.BatchNorm2d):
        norm.running_mean.normal_()
        norm.running_var.uniform_(0.5, 1.5)
save(torch.jit.trace(classifier.eval(), torch.rand(2, 3, 32, 32)), "classifier.pt")
