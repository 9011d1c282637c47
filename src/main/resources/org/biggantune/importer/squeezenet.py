# SqueezeNet 1.0 and 1.1 (Iandola et al., 2016) in torchvision's layout. The order of fire modules and pools in Features
# and the remaining methods of SqueezeNet are written by the importer.

class MaxPool(Module):
  # windows may reach over the border
  def forward(self, x: Tensor) -> Tensor:
    return torch.max_pool2d(x, [3, 3], [2, 2], [0, 0], [1, 1], True)

class Fire(Module):
  def forward(self, x: Tensor) -> Tensor:
    h = torch.relu_(self.squeeze.forward(x))
    return torch.cat([torch.relu_(self.expand1x1.forward(h)), torch.relu_(self.expand3x3.forward(h))], 1)

class SqueezeNet(Module):
  def to_features(self, h: Tensor) -> Tensor:
    return self.features.forward(h)

  def classify(self, h: Tensor) -> Tensor:
    h = torch.relu_((getattr(self.classifier, "1")).forward(h))
    return torch.flatten(torch.adaptive_avg_pool2d(torch.to(h, 6), [1, 1]), 1)
