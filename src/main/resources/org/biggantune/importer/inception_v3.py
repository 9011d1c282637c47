# Inception v3 (Szegedy et al., 2015) in torchvision's layout, without the auxiliary classifier. Unit is a convolution
# with its batch norm, FoldedUnit both in one; transform takes images normalised as ImageNet's to (x - 0.5) / 0.5, or does
# nothing. The remaining methods of Inception are written by the importer.

class Unit(Module):
  def forward(self, x: Tensor) -> Tensor:
    return torch.relu_(self.bn.forward(self.conv.forward(x)))

class FoldedUnit(Module):
  def forward(self, x: Tensor) -> Tensor:
    return torch.relu_(self.conv.forward(x))

class InceptionA(Module):
  def forward(self, x: Tensor) -> Tensor:
    b5 = self.branch5x5_2.forward(self.branch5x5_1.forward(x))
    b3 = self.branch3x3dbl_3.forward(self.branch3x3dbl_2.forward(self.branch3x3dbl_1.forward(x)))
    pool = self.branch_pool.forward(torch.avg_pool2d(x, [3, 3], [1, 1], [1, 1]))
    return torch.cat([self.branch1x1.forward(x), b5, b3, pool], 1)

class InceptionB(Module):
  def forward(self, x: Tensor) -> Tensor:
    b3 = self.branch3x3dbl_3.forward(self.branch3x3dbl_2.forward(self.branch3x3dbl_1.forward(x)))
    return torch.cat([self.branch3x3.forward(x), b3, torch.max_pool2d(x, [3, 3], [2, 2])], 1)

class InceptionC(Module):
  def forward(self, x: Tensor) -> Tensor:
    b7 = self.branch7x7_3.forward(self.branch7x7_2.forward(self.branch7x7_1.forward(x)))
    d = self.branch7x7dbl_3.forward(self.branch7x7dbl_2.forward(self.branch7x7dbl_1.forward(x)))
    d = self.branch7x7dbl_5.forward(self.branch7x7dbl_4.forward(d))
    pool = self.branch_pool.forward(torch.avg_pool2d(x, [3, 3], [1, 1], [1, 1]))
    return torch.cat([self.branch1x1.forward(x), b7, d, pool], 1)

class InceptionD(Module):
  def forward(self, x: Tensor) -> Tensor:
    b3 = self.branch3x3_2.forward(self.branch3x3_1.forward(x))
    b7 = self.branch7x7x3_3.forward(self.branch7x7x3_2.forward(self.branch7x7x3_1.forward(x)))
    b7 = self.branch7x7x3_4.forward(b7)
    return torch.cat([b3, b7, torch.max_pool2d(x, [3, 3], [2, 2])], 1)

class InceptionE(Module):
  def forward(self, x: Tensor) -> Tensor:
    b3 = self.branch3x3_1.forward(x)
    d = self.branch3x3dbl_2.forward(self.branch3x3dbl_1.forward(x))
    pool = self.branch_pool.forward(torch.avg_pool2d(x, [3, 3], [1, 1], [1, 1]))
    return torch.cat([self.branch1x1.forward(x), self.branch3x3_2a.forward(b3), self.branch3x3_2b.forward(b3), self.branch3x3dbl_3a.forward(d), self.branch3x3dbl_3b.forward(d), pool], 1)

class Inception(Module):
  def to_stem(self, h: Tensor) -> Tensor:
    h = self.Conv2d_1a_3x3.forward(self.transform.forward(h))
    h = self.Conv2d_2b_3x3.forward(self.Conv2d_2a_3x3.forward(h))
    h = torch.max_pool2d(h, [3, 3], [2, 2])
    h = self.Conv2d_4a_3x3.forward(self.Conv2d_3b_1x1.forward(h))
    return torch.max_pool2d(h, [3, 3], [2, 2])

  def to_Mixed_5d(self, h: Tensor) -> Tensor:
    return self.Mixed_5d.forward(self.Mixed_5c.forward(self.Mixed_5b.forward(h)))

  def to_Mixed_6e(self, h: Tensor) -> Tensor:
    h = self.Mixed_6c.forward(self.Mixed_6b.forward(self.Mixed_6a.forward(h)))
    return self.Mixed_6e.forward(self.Mixed_6d.forward(h))

  def to_Mixed_7c(self, h: Tensor) -> Tensor:
    return self.Mixed_7c.forward(self.Mixed_7b.forward(self.Mixed_7a.forward(h)))

  def classify(self, h: Tensor) -> Tensor:
    return self.fc.forward(torch.flatten(torch.adaptive_avg_pool2d(h, [1, 1]), 1))
