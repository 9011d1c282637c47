# AlexNet (Krizhevsky, "One weird trick", 2014) in torchvision's layout. Feature maps: the five convolutions' outputs
# behind their ReLU, and the whole of torchvision's "features", whose last pooling is in it. AlexNet's remaining methods
# are written by the importer.

class AlexNet(Module):
  def to_conv1(self, h: Tensor) -> Tensor:
    return torch.relu_((getattr(self.features, "0")).forward(h))

  def to_conv2(self, h: Tensor) -> Tensor:
    h = torch.max_pool2d(h, [3, 3], [2, 2])
    return torch.relu_((getattr(self.features, "3")).forward(h))

  def to_conv3(self, h: Tensor) -> Tensor:
    h = torch.max_pool2d(h, [3, 3], [2, 2])
    return torch.relu_((getattr(self.features, "6")).forward(h))

  def to_conv4(self, h: Tensor) -> Tensor:
    return torch.relu_((getattr(self.features, "8")).forward(h))

  def to_conv5(self, h: Tensor) -> Tensor:
    return torch.relu_((getattr(self.features, "10")).forward(h))

  def to_features(self, h: Tensor) -> Tensor:
    return torch.max_pool2d(h, [3, 3], [2, 2])

  def classify(self, h: Tensor) -> Tensor:
    h = torch.flatten(torch.adaptive_avg_pool2d(h, [6, 6]), 1)
    h = torch.relu_((getattr(self.classifier, "1")).forward(h))
    h = torch.relu_((getattr(self.classifier, "4")).forward(h))
    return (getattr(self.classifier, "6")).forward(h)
