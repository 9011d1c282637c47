"""Makes the TorchScript generators that the import tests read. Needs torch; run in this folder.

All draw the same 8 x 8 images of 4 classes from z [n, 5]; embeddings have 6 numbers. expected.npy: images [4, 3, 8, 8] of
latents.npy [4, 5], one a class; gradient.npy: the gradient of the sum of image k times cos(0.1 k) by the embeddings [4, 6].
Those that take a truncation multiply half of the latents by twice the truncation: at 0.5 they draw the same.
"""
import numpy
import torch
from torch import nn


class Plain(nn.Module):
    def __init__(self):
        super().__init__()
        self.shared = nn.Embedding(4, 6)
        self.linear = nn.Linear(5 + 6, 8 * 4 * 4)
        self.norm = nn.BatchNorm2d(8)
        self.conv = nn.ConvTranspose2d(8, 3, 4, stride=2, padding=1)

    def forward(self, z, y):
        h = self.linear(torch.cat([z, y], 1)).view(-1, 8, 4, 4)
        return torch.tanh(self.conv(torch.relu(self.norm(h))))


class ByIds(nn.Module):
    def __init__(self, plain):
        super().__init__()
        self.layers = nn.ModuleList([plain])

    def forward(self, z, ids):
        for layer in self.layers:
            z = layer(z, layer.shared(ids))
        return z


class ByOneHot(nn.Module):
    def __init__(self, plain):
        super().__init__()
        self.plain = plain
        self.embeddings = nn.Linear(4, 6, bias=False)
        self.embeddings.weight.data = plain.shared.weight.data.t().contiguous()

    def forward(self, z, one_hot):
        return self.plain(z, self.embeddings(one_hot))


class Truncated(nn.Module):
    """The network of another program, with a truncation, a tensor without dimensions, as its third argument."""

    def __init__(self, network):
        super().__init__()
        self.network = network

    def forward(self, z, y, truncation):
        return self.network(torch.cat([z[:, :2], z[:, 2:] * truncation * 2], 1), y)


torch.manual_seed(3)
plain = Plain()
plain.norm.running_mean.normal_()
plain.norm.running_var.uniform_(0.5, 1.5)
plain.requires_grad_(False).eval()
z = torch.randn(4, 5)
y = plain.shared.weight.clone().requires_grad_()
images = plain(z, y)
weights = torch.cos(0.1 * torch.arange(images.numel())).view(images.shape)
(gradient,) = torch.autograd.grad((images * weights).sum(), y)
numpy.save("latents.npy", z.numpy())
numpy.save("expected.npy", images.detach().numpy())
numpy.save("gradient.npy", gradient.numpy())
torch.jit.trace(plain, (z, y.detach())).save("embedding.pt")
torch.jit.script(ByIds(plain).eval()).save("ids.pt")
torch.jit.trace(ByOneHot(plain).eval(), (z, torch.eye(4))).save("one_hot.pt")
torch.jit.trace(Truncated(plain).eval(), (z, y.detach(), torch.tensor(0.5))).save("truncated_embedding.pt")
torch.jit.script(Truncated(ByIds(plain)).eval()).save("truncated_ids.pt")
torch.jit.trace(Truncated(ByOneHot(plain)).eval(), (z, torch.eye(4), torch.tensor(0.5))).save("truncated_one_hot.pt")
