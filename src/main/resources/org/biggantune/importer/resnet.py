# Residual networks (He et al., CVPR 2016) in torchvision's layout and in the CIFAR layout with option-A shortcuts.
# The folded graph has batch norms inside the convolutions; the reference graph calls them. The methods of
# ResNet itself are written by the importer.

class PaddedShortcut(Module):
  # every second pixel, new channels filled with zeros on both sides
  def forward(self, x: Tensor) -> Tensor:
    s = torch.slice(torch.slice(x, 2, 0, 9223372036854775807, 2), 3, 0, 9223372036854775807, 2)
    return torch.constant_pad_nd(s, [0, 0, 0, 0, self.extra, self.extra], 0)

class FoldedBasicBlock(Module):
  def forward(self, x: Tensor) -> Tensor:
    h = self.conv2.forward(torch.relu_(self.conv1.forward(x)))
    return torch.relu_(torch.add_(h, self.shortcut.forward(x)))

class FoldedBottleneck(Module):
  def forward(self, x: Tensor) -> Tensor:
    h = torch.relu_(self.conv2.forward(torch.relu_(self.conv1.forward(x))))
    return torch.relu_(torch.add_(self.conv3.forward(h), self.shortcut.forward(x)))

class BasicBlock(Module):
  def forward(self, x: Tensor) -> Tensor:
    h = torch.relu(self.bn1.forward(self.conv1.forward(x)))
    h = self.bn2.forward(self.conv2.forward(h))
    return torch.relu(torch.add(h, self.downsample.forward(x)))

class Bottleneck(Module):
  def forward(self, x: Tensor) -> Tensor:
    h = torch.relu(self.bn1.forward(self.conv1.forward(x)))
    h = torch.relu(self.bn2.forward(self.conv2.forward(h)))
    h = self.bn3.forward(self.conv3.forward(h))
    return torch.relu(torch.add(h, self.downsample.forward(x)))
