# DenseNet-BC (Huang et al., 2017) in torchvision's layout. A dense block's forward and the methods of DenseNet that
# depend on the count of blocks are written by the importer.

class Layer(Module):
  def forward(self, x: Tensor) -> Tensor:
    h = self.conv1.forward(torch.relu_(self.norm1.forward(x)))
    return self.conv2.forward(torch.relu_(self.norm2.forward(h)))

# The second batch norm is inside the first convolution.
class FoldedLayer(Module):
  def forward(self, x: Tensor) -> Tensor:
    h = self.conv1.forward(torch.relu_(self.norm1.forward(x)))
    return self.conv2.forward(torch.relu_(h))

class Transition(Module):
  def forward(self, x: Tensor) -> Tensor:
    return torch.avg_pool2d(self.conv.forward(torch.relu_(self.norm.forward(x))), [2, 2], [2, 2])

# Pooling commutes with a convolution of single pixels.
class FoldedTransition(Module):
  def forward(self, x: Tensor) -> Tensor:
    return self.conv.forward(torch.avg_pool2d(torch.relu_(self.norm.forward(x)), [2, 2], [2, 2]))

class DenseNet(Module):
  def classify(self, h: Tensor) -> Tensor:
    return self.classifier.forward(torch.flatten(torch.adaptive_avg_pool2d(h, [1, 1]), 1))
