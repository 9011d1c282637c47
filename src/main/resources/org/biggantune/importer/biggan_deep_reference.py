# BigGAN-deep with the operations and names of two originals in eval mode, with the layers of biggan_reference.py: Deep…
# as BigGAN-PyTorch's BigGANdeep.py, Truncated… and TorchSpectral… as pytorch-pretrained-BigGAN's model.py, whose spectral
# norm is PyTorch's own and whose batch norms here hold the statistics of one truncation.
# Generator.forward is written by the importer, one line a block.

class DeepBlock(Module):
  # x [n, in, h, w], y [n, conditions] -> [n, out, h, w]
  def forward(self, x: Tensor, y: Tensor) -> Tensor:
    h = self.conv1.forward(torch.relu(self.bn1.forward(x, y)))
    h = torch.relu(self.bn2.forward(h, y))
    h = self.conv2.forward(h)
    h = self.conv3.forward(torch.relu(self.bn3.forward(h, y)))
    h = self.conv4.forward(torch.relu(self.bn4.forward(h, y)))
    s = torch.narrow(x, 1, 0, self.out_channels)
    return torch.add(h, s)

class DeepUpBlock(Module):
  # -> [n, out, 2h, 2w]
  def forward(self, x: Tensor, y: Tensor) -> Tensor:
    h = self.conv1.forward(torch.relu(self.bn1.forward(x, y)))
    h = torch.relu(self.bn2.forward(h, y))
    h = torch.upsample_nearest2d(h, None, [2., 2.])
    h = self.conv2.forward(h)
    h = self.conv3.forward(torch.relu(self.bn3.forward(h, y)))
    h = self.conv4.forward(torch.relu(self.bn4.forward(h, y)))
    s = torch.narrow(x, 1, 0, self.out_channels)
    s = torch.upsample_nearest2d(s, None, [2., 2.])
    return torch.add(h, s)

class TruncatedBlock(Module):
  # x [n, in, h, w], y [n, conditions] -> [n, out, h, w]
  def forward(self, x: Tensor, y: Tensor) -> Tensor:
    h = self.conv_0.forward(torch.relu(self.bn_0.forward(x, y)))
    h = torch.relu(self.bn_1.forward(h, y))
    h = self.conv_1.forward(h)
    h = self.conv_2.forward(torch.relu(self.bn_2.forward(h, y)))
    h = self.conv_3.forward(torch.relu(self.bn_3.forward(h, y)))
    s = torch.narrow(x, 1, 0, self.out_channels)
    return torch.add(h, s)

class TruncatedUpBlock(Module):
  # -> [n, out, 2h, 2w]
  def forward(self, x: Tensor, y: Tensor) -> Tensor:
    h = self.conv_0.forward(torch.relu(self.bn_0.forward(x, y)))
    h = torch.relu(self.bn_1.forward(h, y))
    h = torch.upsample_nearest2d(h, None, [2., 2.])
    h = self.conv_1.forward(h)
    h = self.conv_2.forward(torch.relu(self.bn_2.forward(h, y)))
    h = self.conv_3.forward(torch.relu(self.bn_3.forward(h, y)))
    s = torch.narrow(x, 1, 0, self.out_channels)
    s = torch.upsample_nearest2d(s, None, [2., 2.])
    return torch.add(h, s)

class TruncatedBatchNorm(Module):
  def forward(self, x: Tensor, y: Tensor) -> Tensor:
    mean = torch.view(self.running_mean, [1, -1, 1, 1])
    variance = torch.view(self.running_var, [1, -1, 1, 1])
    weight = torch.add(torch.unsqueeze(torch.unsqueeze(self.scale.forward(y), -1), -1), 1)
    bias = torch.unsqueeze(torch.unsqueeze(self.offset.forward(y), -1), -1)
    h = torch.div(torch.sub(x, mean), torch.sqrt(torch.add(variance, self.eps)))
    return torch.add(torch.mul(h, weight), bias)

class TruncatedOutputNorm(Module):
  def forward(self, x: Tensor) -> Tensor:
    return torch.batch_norm(x, self.weight, self.bias, self.running_mean, self.running_var, False, 0., self.eps, True)

class SelfAttention(Module):
  # x [n, c, h, w] -> [n, c, h, w]
  def forward(self, x: Tensor) -> Tensor:
    n = torch.size(x, 0)
    theta = torch.flatten(self.snconv1x1_theta.forward(x), 2)
    phi = torch.flatten(torch.max_pool2d(self.snconv1x1_phi.forward(x), [2, 2]), 2)
    beta = torch.softmax(torch.bmm(torch.permute(theta, [0, 2, 1]), phi), -1)
    g = torch.flatten(torch.max_pool2d(self.snconv1x1_g.forward(x), [2, 2]), 2)
    o = torch.view(torch.bmm(g, torch.permute(beta, [0, 2, 1])), [n, -1, torch.size(x, 2), torch.size(x, 3)])
    return torch.add(x, torch.mul(self.gamma, self.snconv1x1_o_conv.forward(o)))

class TorchSpectralLinear(Module):
  def forward(self, x: Tensor) -> Tensor:
    return torch.linear(x, self.normalized(), self.bias)
  def normalized(self) -> Tensor:
    w = torch.flatten(self.weight_orig, 1)
    return torch.div(self.weight_orig, torch.dot(self.weight_u, torch.mv(w, self.weight_v)))

class TorchSpectralLinearWithoutBias(Module):
  def forward(self, x: Tensor) -> Tensor:
    return torch.linear(x, self.normalized())
  def normalized(self) -> Tensor:
    w = torch.flatten(self.weight_orig, 1)
    return torch.div(self.weight_orig, torch.dot(self.weight_u, torch.mv(w, self.weight_v)))

class TorchSpectralConv(Module):
  def forward(self, x: Tensor) -> Tensor:
    return torch.conv2d(x, self.normalized(), self.bias, [1, 1], [self.padding, self.padding])
  def normalized(self) -> Tensor:
    w = torch.flatten(self.weight_orig, 1)
    return torch.div(self.weight_orig, torch.dot(self.weight_u, torch.mv(w, self.weight_v)))

class TorchSpectralConvWithoutBias(Module):
  def forward(self, x: Tensor) -> Tensor:
    return torch.conv2d(x, self.normalized(), None, [1, 1], [self.padding, self.padding])
  def normalized(self) -> Tensor:
    w = torch.flatten(self.weight_orig, 1)
    return torch.div(self.weight_orig, torch.dot(self.weight_u, torch.mv(w, self.weight_v)))
