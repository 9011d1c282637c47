# VGG (Simonyan and Zisserman, 2014) in torchvision's layout, with or without batch norms. Feature maps: each group of
# convolutions in front of its pooling, and the whole of torchvision's "features". The order of layers in a Group and the
# methods of VGG that depend on it are written by the importer.

class VGG(Module):
  def to_features(self, h: Tensor) -> Tensor:
    return torch.max_pool2d(h, [2, 2], [2, 2])

  def classify(self, h: Tensor) -> Tensor:
    h = torch.flatten(torch.adaptive_avg_pool2d(h, [7, 7]), 1)
    h = torch.relu_((getattr(self.classifier, "0")).forward(h))
    h = torch.relu_((getattr(self.classifier, "3")).forward(h))
    return (getattr(self.classifier, "6")).forward(h)
