# BigGAN with the operations and names of the original code (BigGAN-PyTorch's layers.py and BigGAN.py) in eval mode: one
# power iteration of every spectral norm at each call, batch norm by stored statistics, up-sampling before convolving.
# Generator.forward is written by the importer, one line a block.

class Embedding(Module):
  def forward(self, ids: Tensor) -> Tensor:
    return torch.embedding(self.weight, ids)

class Linear(Module):
  def forward(self, x: Tensor) -> Tensor:
    return torch.linear(x, self.weight, self.bias)

class LinearWithoutBias(Module):
  def forward(self, x: Tensor) -> Tensor:
    return torch.linear(x, self.weight)

class Conv(Module):
  def forward(self, x: Tensor) -> Tensor:
    return torch.conv2d(x, self.weight, self.bias, [1, 1], [self.padding, self.padding])

class ConvWithoutBias(Module):
  def forward(self, x: Tensor) -> Tensor:
    return torch.conv2d(x, self.weight, None, [1, 1], [self.padding, self.padding])

class SpectralLinear(Module):
  def forward(self, x: Tensor) -> Tensor:
    return torch.linear(x, self.normalized(), self.bias)
  def normalized(self) -> Tensor:
    v = torch.matmul(self.u0, self.weight)
    v = torch.detach(torch.div(v, torch.clamp_min(torch.norm(v, 2, [1], True), self.eps)))
    u = torch.matmul(v, torch.t(self.weight))
    u = torch.detach(torch.div(u, torch.clamp_min(torch.norm(u, 2, [1], True), self.eps)))
    return torch.div(self.weight, torch.squeeze(torch.matmul(torch.matmul(v, torch.t(self.weight)), torch.t(u))))

class SpectralLinearWithoutBias(Module):
  def forward(self, x: Tensor) -> Tensor:
    return torch.linear(x, self.normalized())
  def normalized(self) -> Tensor:
    v = torch.matmul(self.u0, self.weight)
    v = torch.detach(torch.div(v, torch.clamp_min(torch.norm(v, 2, [1], True), self.eps)))
    u = torch.matmul(v, torch.t(self.weight))
    u = torch.detach(torch.div(u, torch.clamp_min(torch.norm(u, 2, [1], True), self.eps)))
    return torch.div(self.weight, torch.squeeze(torch.matmul(torch.matmul(v, torch.t(self.weight)), torch.t(u))))

class SpectralConv(Module):
  def forward(self, x: Tensor) -> Tensor:
    return torch.conv2d(x, self.normalized(), self.bias, [1, 1], [self.padding, self.padding])
  def normalized(self) -> Tensor:
    w = torch.flatten(self.weight, 1)
    v = torch.matmul(self.u0, w)
    v = torch.detach(torch.div(v, torch.clamp_min(torch.norm(v, 2, [1], True), self.eps)))
    u = torch.matmul(v, torch.t(w))
    u = torch.detach(torch.div(u, torch.clamp_min(torch.norm(u, 2, [1], True), self.eps)))
    return torch.div(self.weight, torch.squeeze(torch.matmul(torch.matmul(v, torch.t(w)), torch.t(u))))

class SpectralConvWithoutBias(Module):
  def forward(self, x: Tensor) -> Tensor:
    return torch.conv2d(x, self.normalized(), None, [1, 1], [self.padding, self.padding])
  def normalized(self) -> Tensor:
    w = torch.flatten(self.weight, 1)
    v = torch.matmul(self.u0, w)
    v = torch.detach(torch.div(v, torch.clamp_min(torch.norm(v, 2, [1], True), self.eps)))
    u = torch.matmul(v, torch.t(w))
    u = torch.detach(torch.div(u, torch.clamp_min(torch.norm(u, 2, [1], True), self.eps)))
    return torch.div(self.weight, torch.squeeze(torch.matmul(torch.matmul(v, torch.t(w)), torch.t(u))))

class ConditionalBatchNorm(Module):
  def forward(self, x: Tensor, y: Tensor) -> Tensor:
    gain = torch.view(torch.add(self.gain.forward(y), 1), [torch.size(y, 0), -1, 1, 1])
    bias = torch.view(self.bias.forward(y), [torch.size(y, 0), -1, 1, 1])
    h = torch.batch_norm(x, None, None, self.stored_mean, self.stored_var, False, 0.1, self.eps, True)
    return torch.add(torch.mul(h, gain), bias)

class BatchNorm(Module):
  def forward(self, x: Tensor) -> Tensor:
    return torch.batch_norm(x, self.gain, self.bias, self.stored_mean, self.stored_var, False, 0.1, self.eps, True)

class Relu(Module):
  def forward(self, x: Tensor) -> Tensor:
    return torch.relu(x)

class Block(Module):
  # x [n, in, h, w], y [n, conditions] -> [n, out, 2h, 2w]
  def forward(self, x: Tensor, y: Tensor) -> Tensor:
    h = torch.upsample_nearest2d(torch.relu(self.bn1.forward(x, y)), None, [2., 2.])
    h = self.conv1.forward(h)
    h = self.conv2.forward(torch.relu(self.bn2.forward(h, y)))
    s = self.conv_sc.forward(torch.upsample_nearest2d(x, None, [2., 2.]))
    return torch.add(h, s)

class Attention(Module):
  # x [n, c, h, w] -> [n, c, h, w]
  def forward(self, x: Tensor) -> Tensor:
    n = torch.size(x, 0)
    theta = torch.flatten(self.theta.forward(x), 2)
    phi = torch.flatten(torch.max_pool2d(self.phi.forward(x), [2, 2]), 2)
    g = torch.flatten(torch.max_pool2d(self.g.forward(x), [2, 2]), 2)
    beta = torch.softmax(torch.bmm(torch.transpose(theta, 1, 2), phi), -1)
    o = torch.view(torch.bmm(g, torch.transpose(beta, 1, 2)), [n, -1, torch.size(x, 2), torch.size(x, 3)])
    return torch.add(torch.mul(self.gamma, self.o.forward(o)), x)
