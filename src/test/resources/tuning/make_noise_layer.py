"""Writes noise-layer-gradient.npy and prints the loss terms: what PyTorch's own autograd gives for the objective with a
noise layer, on the demo models. Run it from the repository's root with PyTorch and NumPy; the test
NoiseLayerObjectiveTest holds the printed numbers and makes the same inputs from the same formulas.
"""

import numpy as np
import torch

SHIRT_ROW, SHIRT_LABEL, BATCH, PAIRS = 5, 6, 4, [(2, 0), (1, 3)]
ALPHA, LAMBDA = 0.4, 0.1


def waves(count, frequency, scale):
    """Numbers that look random and need no generator: float32 of a sine."""
    return torch.from_numpy((scale * np.sin(frequency * np.arange(1, count + 1, dtype=np.float64) ** 2)).astype("f4"))


generator = torch.jit.load("models/demo.pt").eval()
classifier = torch.jit.load("models/demo-classifier.pt").eval()
for parameter in [*generator.parameters(), *classifier.parameters()]:
    parameter.requires_grad_(False)

start = dict(generator.named_parameters())["shared.weight"][SHIRT_ROW].clone()
embedding = (start + waves(128, 0.7, 0.1)).requires_grad_()
weight = (torch.eye(80) + waves(80 * 80, 0.3, 0.05).reshape(80, 80)).requires_grad_()
bias = waves(80, 1.1, 0.2).requires_grad_()
z = waves(BATCH * 80, 0.9, 1.4).reshape(BATCH, 80)

images = generator(torch.nn.functional.linear(z, weight, bias), embedding.clamp(-10, 10).expand(BATCH, -1))
normalised = ((images + 1) / 2 - 0.286) / 0.353  # the classifier's input has the images' size
cross_entropy = torch.nn.functional.cross_entropy(classifier(normalised), torch.full((BATCH,), SHIRT_LABEL))
first, second = [list(side) for side in zip(*PAIRS)]
distance = torch.nn.functional.pairwise_distance
pixels = images.flatten(1)
diversity = (distance(pixels[first], pixels[second]) / distance(z[first], z[second])).mean()
proximity = (
    (embedding - start).square().sum() + (weight - torch.eye(80)).square().sum() + bias.square().sum()
)
loss = cross_entropy - ALPHA * diversity + LAMBDA * proximity
loss.backward()
for name, value in dict(loss=loss, cross_entropy=cross_entropy, diversity=diversity, proximity=proximity).items():
    print(f"{name} {value.item():.7f}")
layer = torch.cat([weight.grad, bias.grad[:, None]], dim=1)
np.save("src/test/resources/tuning/noise-layer-gradient.npy", torch.cat([embedding.grad, layer.flatten()]).numpy())
