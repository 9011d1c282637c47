# Layers that the classifiers' programs share. Dropout does nothing when nothing is trained, and is left out. A folded
# program computes in the type of its weights: where the two may differ, type_as brings a map to the next weight's type,
# which does nothing where they agree.

class Conv(Module):
  def forward(self, x: Tensor) -> Tensor:
    return torch.conv2d(x, self.weight, self.bias, [self.stride, self.stride], [self.padding, self.padding])

class ConvWithoutBias(Module):
  def forward(self, x: Tensor) -> Tensor:
    return torch.conv2d(x, self.weight, None, [self.stride, self.stride], [self.padding, self.padding])

class RectangularConv(Module):
  def forward(self, x: Tensor) -> Tensor:
    return torch.conv2d(x, self.weight, self.bias, [self.stride, self.stride], [self.padding_height, self.padding_width])

class RectangularConvWithoutBias(Module):
  def forward(self, x: Tensor) -> Tensor:
    return torch.conv2d(x, self.weight, None, [self.stride, self.stride], [self.padding_height, self.padding_width])

class BatchNorm(Module):
  def forward(self, x: Tensor) -> Tensor:
    return torch.batch_norm(x, self.weight, self.bias, self.running_mean, self.running_var, False, 0.1, self.eps, True)

# A batch norm as one multiply-add.
class Affine(Module):
  def forward(self, x: Tensor) -> Tensor:
    return torch.addcmul(self.shift, x, self.scale)

class Linear(Module):
  def forward(self, x: Tensor) -> Tensor:
    return torch.linear(torch.type_as(x, self.weight), self.weight, self.bias)

class Identity(Module):
  def forward(self, x: Tensor) -> Tensor:
    return x

class ReLU(Module):
  def forward(self, x: Tensor) -> Tensor:
    return torch.relu_(x)
