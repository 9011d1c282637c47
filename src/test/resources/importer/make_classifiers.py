"""Makes the expected outputs beside this file: classifiers of torchvision's layouts, a few channels wide, run by PyTorch.

Weights stand in no file: they follow from their tensor's name and their index (see numbers), here and in the test.
For each network: tensors.txt (name and shape, a line a tensor; inception_v3_transform has inception_v3's), logits.npy,
and every seventh number, row-major, of the gradient of the sum of logit 1 over the batch by the input (gradient.npy)
and of the feature map (features.npy).

    python make_classifiers.py    # needs torch and numpy; last run with torch 2.13
"""
import math
import pathlib
import zlib

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

LABELS = 7


def numbers(name, count):
    """Numbers in [-1, 1): MurmurHash3's finaliser over the name's CRC-32 plus the index."""
    h = (np.arange(count, dtype=np.uint64) + zlib.crc32(name.encode())).astype(np.uint32)
    for shift, factor in ((16, 0x85EBCA6B), (13, 0xC2B2AE35)):
        h ^= h >> np.uint32(shift)
        h *= np.uint32(factor)
    h ^= h >> np.uint32(16)
    return (h >> np.uint32(8)).astype(np.float64) / 2**23 - 1


def weights(name, shape):
    u = numbers(name, math.prod(shape))
    if name.endswith("running_var"):
        u = 1 + 0.5 * u
    elif len(shape) > 1:
        u = u * math.sqrt(6 / math.prod(shape[1:]))
    elif name.endswith("weight"):
        u = 1 + 0.3 * u
    else:
        u = 0.1 * u
    return torch.from_numpy(u.astype(np.float32).reshape(shape))


class Fire(nn.Module):
    def __init__(self, channels, squeezed, points, squares):
        super().__init__()
        self.squeeze = nn.Conv2d(channels, squeezed, 1)
        self.expand1x1 = nn.Conv2d(squeezed, points, 1)
        self.expand3x3 = nn.Conv2d(squeezed, squares, 3, padding=1)

    def forward(self, x):
        h = self.squeeze(x).relu()
        return torch.cat([self.expand1x1(h).relu(), self.expand3x3(h).relu()], 1)


def ceil_pool():
    return nn.MaxPool2d(3, 2, ceil_mode=True)


class SqueezeNet(nn.Module):
    def __init__(self, features):
        super().__init__()
        self.features = features
        self.classifier = nn.Sequential(nn.Dropout(), nn.Conv2d(11, LABELS, 1), nn.ReLU(), nn.AdaptiveAvgPool2d(1))

    def forward(self, x):
        return self.classifier(self.features(x)).flatten(1)


def squeezenet1_0():
    return SqueezeNet(nn.Sequential(
        nn.Conv2d(3, 10, 7, 2), nn.ReLU(), ceil_pool(), Fire(10, 3, 4, 5), Fire(9, 3, 6, 5), Fire(11, 4, 5, 7), ceil_pool(),
        Fire(12, 3, 6, 7), Fire(13, 4, 5, 6), Fire(11, 5, 7, 5), Fire(12, 3, 6, 8), ceil_pool(), Fire(14, 4, 5, 6)))


def squeezenet1_1():
    return SqueezeNet(nn.Sequential(
        nn.Conv2d(3, 10, 3, 2), nn.ReLU(), ceil_pool(), Fire(10, 3, 4, 5), Fire(9, 3, 6, 5), ceil_pool(), Fire(11, 4, 5, 7),
        Fire(12, 3, 6, 7), ceil_pool(), Fire(13, 4, 5, 6), Fire(11, 5, 7, 5), Fire(12, 3, 6, 8), Fire(14, 4, 5, 6)))


class Vgg(nn.Module):
    def __init__(self, groups, norm):
        super().__init__()
        layers, channels = [], 3
        for group in groups:
            for width in group:
                layers += [nn.Conv2d(channels, width, 3, padding=1)] + [nn.BatchNorm2d(width)] * norm + [nn.ReLU()]
                channels = width
            layers.append(nn.MaxPool2d(2))
        self.features = nn.Sequential(*layers)
        self.classifier = nn.Sequential(
            nn.Linear(channels * 49, 9), nn.ReLU(), nn.Dropout(), nn.Linear(9, 8), nn.ReLU(), nn.Dropout(),
            nn.Linear(8, LABELS))

    def forward(self, x):
        return self.classifier(F.adaptive_avg_pool2d(self.features(x), 7).flatten(1))


def vgg16():
    return Vgg([[4, 5], [6, 4], [5, 6, 7], [6, 5, 7], [5, 7, 6]], False)


def vgg11_bn():
    return Vgg([[4], [6], [5, 6], [6, 5], [5, 7]], True)


class Unit(nn.Module):
    def __init__(self, channels, width, kernel, stride=1, padding=0):
        super().__init__()
        self.conv = nn.Conv2d(channels, width, kernel, stride, padding, bias=False)
        self.bn = nn.BatchNorm2d(width, eps=0.001)

    def forward(self, x):
        return self.bn(self.conv(x)).relu()


class A(nn.Module):
    def __init__(self, c, pool):
        super().__init__()
        self.branch1x1 = Unit(c, 2, 1)
        self.branch5x5_1, self.branch5x5_2 = Unit(c, 3, 1), Unit(3, 4, 5, padding=2)
        self.branch3x3dbl_1, self.branch3x3dbl_2 = Unit(c, 2, 1), Unit(2, 3, 3, padding=1)
        self.branch3x3dbl_3 = Unit(3, 5, 3, padding=1)
        self.branch_pool = Unit(c, pool, 1)
        self.out = 11 + pool

    def forward(self, x):
        return torch.cat([
            self.branch1x1(x), self.branch5x5_2(self.branch5x5_1(x)),
            self.branch3x3dbl_3(self.branch3x3dbl_2(self.branch3x3dbl_1(x))),
            self.branch_pool(F.avg_pool2d(x, 3, 1, 1))], 1)


class B(nn.Module):
    def __init__(self, c):
        super().__init__()
        self.branch3x3 = Unit(c, 5, 3, 2)
        self.branch3x3dbl_1, self.branch3x3dbl_2 = Unit(c, 3, 1), Unit(3, 4, 3, padding=1)
        self.branch3x3dbl_3 = Unit(4, 6, 3, 2)
        self.out = c + 11

    def forward(self, x):
        return torch.cat([
            self.branch3x3(x), self.branch3x3dbl_3(self.branch3x3dbl_2(self.branch3x3dbl_1(x))),
            F.max_pool2d(x, 3, 2)], 1)


class C(nn.Module):
    def __init__(self, c, m):
        super().__init__()
        row, column = dict(kernel=(1, 7), padding=(0, 3)), dict(kernel=(7, 1), padding=(3, 0))
        self.branch1x1 = Unit(c, 3, 1)
        self.branch7x7_1, self.branch7x7_2 = Unit(c, m, 1), Unit(m, m + 1, **row)
        self.branch7x7_3 = Unit(m + 1, 4, **column)
        self.branch7x7dbl_1, self.branch7x7dbl_2 = Unit(c, m, 1), Unit(m, m + 1, **column)
        self.branch7x7dbl_3, self.branch7x7dbl_4 = Unit(m + 1, m, **row), Unit(m, m + 1, **column)
        self.branch7x7dbl_5 = Unit(m + 1, 5, **row)
        self.branch_pool = Unit(c, 2, 1)
        self.out = 14

    def forward(self, x):
        d = self.branch7x7dbl_3(self.branch7x7dbl_2(self.branch7x7dbl_1(x)))
        return torch.cat([
            self.branch1x1(x), self.branch7x7_3(self.branch7x7_2(self.branch7x7_1(x))),
            self.branch7x7dbl_5(self.branch7x7dbl_4(d)), self.branch_pool(F.avg_pool2d(x, 3, 1, 1))], 1)


class D(nn.Module):
    def __init__(self, c):
        super().__init__()
        self.branch3x3_1, self.branch3x3_2 = Unit(c, 3, 1), Unit(3, 5, 3, 2)
        self.branch7x7x3_1, self.branch7x7x3_2 = Unit(c, 4, 1), Unit(4, 3, (1, 7), padding=(0, 3))
        self.branch7x7x3_3, self.branch7x7x3_4 = Unit(3, 4, (7, 1), padding=(3, 0)), Unit(4, 6, 3, 2)
        self.out = c + 11

    def forward(self, x):
        return torch.cat([
            self.branch3x3_2(self.branch3x3_1(x)),
            self.branch7x7x3_4(self.branch7x7x3_3(self.branch7x7x3_2(self.branch7x7x3_1(x)))),
            F.max_pool2d(x, 3, 2)], 1)


class E(nn.Module):
    def __init__(self, c):
        super().__init__()
        row, column = dict(kernel=(1, 3), padding=(0, 1)), dict(kernel=(3, 1), padding=(1, 0))
        self.branch1x1 = Unit(c, 3, 1)
        self.branch3x3_1 = Unit(c, 4, 1)
        self.branch3x3_2a, self.branch3x3_2b = Unit(4, 2, **row), Unit(4, 3, **column)
        self.branch3x3dbl_1, self.branch3x3dbl_2 = Unit(c, 4, 1), Unit(4, 5, 3, padding=1)
        self.branch3x3dbl_3a, self.branch3x3dbl_3b = Unit(5, 3, **row), Unit(5, 4, **column)
        self.branch_pool = Unit(c, 2, 1)
        self.out = 17

    def forward(self, x):
        b, d = self.branch3x3_1(x), self.branch3x3dbl_2(self.branch3x3dbl_1(x))
        return torch.cat([
            self.branch1x1(x), self.branch3x3_2a(b), self.branch3x3_2b(b), self.branch3x3dbl_3a(d),
            self.branch3x3dbl_3b(d), self.branch_pool(F.avg_pool2d(x, 3, 1, 1))], 1)


class Auxiliary(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv0, self.fc = Unit(14, 3, 1), nn.Linear(3, LABELS)


class Inception(nn.Module):
    def __init__(self, transform_input):
        super().__init__()
        self.transform_input = transform_input
        self.Conv2d_1a_3x3, self.Conv2d_2a_3x3 = Unit(3, 4, 3, 2), Unit(4, 5, 3)
        self.Conv2d_2b_3x3, self.Conv2d_3b_1x1 = Unit(5, 6, 3, padding=1), Unit(6, 4, 1)
        self.Conv2d_4a_3x3 = Unit(4, 7, 3)
        c = 7
        for name, make in (
                ("5b", lambda c: A(c, 2)), ("5c", lambda c: A(c, 3)), ("5d", lambda c: A(c, 3)), ("6a", B),
                ("6b", lambda c: C(c, 2)), ("6c", lambda c: C(c, 3)), ("6d", lambda c: C(c, 3)), ("6e", lambda c: C(c, 4)),
                ("7a", D), ("7b", E), ("7c", E)):
            block = make(c)
            setattr(self, "Mixed_" + name, block)
            c = block.out
        self.AuxLogits = Auxiliary()
        self.fc = nn.Linear(c, LABELS)

    def features(self, x):
        if self.transform_input:
            mean, std = torch.tensor([0.485, 0.456, 0.406]), torch.tensor([0.229, 0.224, 0.225])
            x = (x * std.view(1, 3, 1, 1) + mean.view(1, 3, 1, 1) - 0.5) / 0.5
        x = self.Conv2d_2b_3x3(self.Conv2d_2a_3x3(self.Conv2d_1a_3x3(x)))
        x = self.Conv2d_4a_3x3(self.Conv2d_3b_1x1(F.max_pool2d(x, 3, 2)))
        x = F.max_pool2d(x, 3, 2)
        for name in "5b 5c 5d 6a 6b 6c 6d 6e 7a 7b 7c".split():
            x = getattr(self, "Mixed_" + name)(x)
        return x

    def forward(self, x):
        return self.fc(F.adaptive_avg_pool2d(self.features(x), 1).flatten(1))


class DenseLayer(nn.Module):
    def __init__(self, channels, middle, growth):
        super().__init__()
        self.norm1, self.conv1 = nn.BatchNorm2d(channels), nn.Conv2d(channels, middle, 1, bias=False)
        self.norm2, self.conv2 = nn.BatchNorm2d(middle), nn.Conv2d(middle, growth, 3, padding=1, bias=False)

    def forward(self, x):
        new = self.conv2(self.norm2(self.conv1(self.norm1(x).relu())).relu())
        return torch.cat([x, new], 1)


class DenseNet(nn.Module):
    def __init__(self, blocks, width, middle, growth):
        super().__init__()
        f = nn.Sequential()
        f.add_module("conv0", nn.Conv2d(3, width, 7, 2, 3, bias=False))
        f.add_module("norm0", nn.BatchNorm2d(width))
        f.add_module("relu0", nn.ReLU())
        f.add_module("pool0", nn.MaxPool2d(3, 2, 1))
        for b, count in enumerate(blocks, 1):
            block = nn.Sequential()
            for layer in range(1, count + 1):
                block.add_module(f"denselayer{layer}", DenseLayer(width, middle, growth))
                width += growth
            f.add_module(f"denseblock{b}", block)
            if b < len(blocks):
                t = nn.Sequential()
                t.add_module("norm", nn.BatchNorm2d(width))
                t.add_module("relu", nn.ReLU())
                t.add_module("conv", nn.Conv2d(width, width // 2, 1, bias=False))
                t.add_module("pool", nn.AvgPool2d(2))
                f.add_module(f"transition{b}", t)
                width //= 2
        f.add_module("norm5", nn.BatchNorm2d(width))
        self.features = f
        self.classifier = nn.Linear(width, LABELS)

    def maps(self, x):
        return self.features(x).relu()

    def forward(self, x):
        return self.classifier(F.adaptive_avg_pool2d(self.maps(x), 1).flatten(1))


NETWORKS = {
    "squeezenet1_0": (squeezenet1_0, 64),
    "squeezenet1_1": (squeezenet1_1, 64),
    "vgg16": (vgg16, 64),
    "vgg11_bn": (vgg11_bn, 64),
    "inception_v3": (lambda: Inception(False), 75),
    "inception_v3_transform": (lambda: Inception(True), 75),
    "densenet": (lambda: DenseNet((2, 3, 2, 1), 7, 6, 4), 64),
}

for name, (make, size) in NETWORKS.items():
    network = make().eval()
    tensors = {n: t for n, t in network.state_dict().items() if not n.endswith("num_batches_tracked")}
    network.load_state_dict({n: weights(n, tuple(t.shape)) for n, t in tensors.items()}, strict=False)
    count = 2 * 3 * size * size
    x = torch.from_numpy((2 * numbers("input", count)).astype(np.float32).reshape(2, 3, size, size)).requires_grad_()
    logits = network(x)
    logits[:, 1].sum().backward()
    features = getattr(network, "maps", network.features)(x)
    folder = pathlib.Path(__file__).parent / name
    folder.mkdir(exist_ok=True)
    lines = [" ".join([n, *map(str, t.shape)]) for n, t in tensors.items()]
    if not name.endswith("_transform"):
        (folder / "tensors.txt").write_text("\n".join(lines) + "\n")
    np.save(folder / "logits.npy", logits.detach().numpy())
    np.save(folder / "gradient.npy", x.grad.numpy().ravel()[::7])
    np.save(folder / "features.npy", features.detach().numpy().ravel()[::7])
    print(name, tuple(features.shape), logits[0].tolist(), float(x.grad.norm()))
