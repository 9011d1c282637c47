# Convolutions of the folded graphs with a 3 x 3 kernel, plain or behind an up-sampling. Their weights stand in the block
# that calls them. Winograd's form (Lavin and Gray, CVPR 2016) needs fewer multiplications, and pays on a CPU in float32,
# where those take the time; elsewhere the direct form is computed. Kernels are transformed at the first call.

class DirectConvolution(Module):
  # x [n, in, h, w], weight [out, in, 3, 3] -> [n, out, h, w]
  def forward(self, x: Tensor, weight: Tensor) -> Tensor:
    return torch.conv2d(x, weight, None, [1, 1], [1, 1])

class DirectUpsampling(Module):
  # x [n, in, h, w], weight [in, out, 4, 4] -> [n, out, 2h, 2w]: nearest up-sampling and the 3 x 3 convolution behind it
  # as one transposed convolution
  def forward(self, x: Tensor, weight: Tensor) -> Tensor:
    return torch.conv_transpose2d(x, weight, None, [2, 2], [1, 1])

class ProductUpsampling(Module):
  # the same for a small map and many weights, where reading those takes the time: one product with them as they lie,
  # weight [in, out * 16], then a sum of overlapping 4 x 4 patches
  def forward(self, x: Tensor, weight: Tensor) -> Tensor:
    h = torch.matmul(torch.flatten(torch.permute(x, [0, 2, 3, 1]), 1, 2), weight)
    size = [torch.mul(torch.size(x, 2), 2), torch.mul(torch.size(x, 3), 2)]
    return torch.col2im(torch.transpose(h, 1, 2), size, [4, 4], [1, 1], [1, 1], [2, 2])

class WinogradTiles(Module):
  # the side of all that is Winograd's which does not depend on the kernel
  def pays(self, x: Tensor) -> bool:
    return ops.prim.is_cpu(x) and torch.eq(ops.prim.dtype(x), 6)

  # x [n, c, h, w] in parts of so few samples that their transformed tiles stay in the processor's cache
  def parts(self, x: Tensor) -> List[Tensor]:
    tiles = torch.floordiv(torch.mul(torch.size(x, 2), torch.size(x, 3)), torch.mul(self.tile, self.tile))
    numbers = torch.mul(torch.mul(tiles, torch.size(x, 1)), torch.size(self.transform, 0))
    return torch.split(x, ops.prim.max(torch.floordiv(self.numbers, numbers), 1))

  # x [n, c, h, w] -> [positions, tiles, c]: overlapping tiles, transformed
  def forward(self, x: Tensor) -> Tensor:
    channels = torch.size(x, 1)
    step = self.tile
    size = torch.add(step, 2)
    p = torch.constant_pad_nd(torch.permute(x, [0, 2, 3, 1]), [0, 0, 1, 1, 1, 1], 0.)
    p = torch.unfold(torch.unfold(p, 1, size, step), 2, size, step)
    p = torch.reshape(torch.permute(p, [4, 5, 0, 1, 2, 3]), [torch.mul(size, size), -1])
    return torch.view(torch.mm(self.transform, p), [torch.mul(size, size), -1, channels])

class WinogradConvolution(Module):
  def forward(self, x: Tensor, weight: Tensor) -> Tensor:
    if self.tiles.pays(x):
      if torch.eq(torch.numel(self.kernel), 0):
        self.prepare(torch.detach(weight))
      else:
        pass
      y = annotate(List[Tensor], [])
      for part in self.tiles.parts(x):
        _0 = torch.append(y, self.convolve(part))
      h = torch.permute(torch.cat(y), [0, 3, 1, 2])
    else:
      h = torch.conv2d(x, weight, None, [1, 1], [1, 1])
    return h

  # weight [out, in, 3, 3] -> kernel [positions, in, out]
  def prepare(self, weight: Tensor) -> None:
    points = torch.mm(torch.reshape(weight, [-1, 9]), self.kernel_transform)
    points = torch.view(points, [torch.size(weight, 0), torch.size(weight, 1), -1])
    self.kernel = torch.contiguous(torch.permute(points, [2, 1, 0]))
    return None

  # [n, c, h, w] -> [n, h, w, out]
  def convolve(self, x: Tensor) -> Tensor:
    n, c, h, w, = torch.size(x)
    m = self.tiles.tile
    y = torch.flatten(torch.bmm(self.tiles.forward(x), self.kernel), 1)
    y = torch.view(torch.mm(self.output_transform, y), [m, m, n, torch.floordiv(h, m), torch.floordiv(w, m), -1])
    return torch.reshape(torch.permute(y, [2, 3, 0, 4, 1, 5]), [n, h, w, -1])

class WinogradUpsampling(Module):
  # Output pixels of each parity (of row and column) are a convolution of the small map whose kernel has zeros in its first
  # or last row and column. So of a tile's transformed positions the inner ones serve all four parities, those of an edge
  # two, and each corner one.
  def forward(self, x: Tensor, weight: Tensor) -> Tensor:
    if self.tiles.pays(x):
      if torch.eq(torch.numel(self.inner), 0):
        self.prepare(torch.detach(weight))
      else:
        pass
      y = annotate(List[Tensor], [])
      for part in self.tiles.parts(x):
        _0 = torch.append(y, self.upsample(part))
      h = torch.permute(torch.cat(y), [0, 3, 1, 2])
    else:
      h = self.direct.forward(x, weight)
    return h

  # weight [in, out, 4, 4] or [in, out * 16] -> inner [m * m, in, 4 * out], edges [4 * m, in, 2 * out] (first and last
  # row, first and last column), corners [4, in, out]
  def prepare(self, weight: Tensor) -> None:
    inputs = torch.size(weight, 0)
    m = self.tiles.tile
    points = torch.mm(torch.reshape(weight, [-1, 16]), self.kernel_transform)
    outputs = torch.floordiv(torch.size(points, 0), inputs)
    points = torch.view(points, [inputs, outputs, -1])
    p = torch.split_with_sizes(points, [torch.mul(torch.mul(4, m), m), torch.mul(8, m), 4], 2)
    inner = torch.permute(torch.reshape(p[0], [inputs, outputs, -1, 4]), [2, 0, 3, 1])
    self.inner = torch.reshape(inner, [-1, inputs, torch.mul(4, outputs)])
    edges = torch.permute(torch.reshape(p[1], [inputs, outputs, -1, 2]), [2, 0, 3, 1])
    self.edges = torch.reshape(edges, [-1, inputs, torch.mul(2, outputs)])
    self.corners = torch.contiguous(torch.permute(p[2], [2, 0, 1]))
    return None

  # [n, c, h, w] -> [n, 2h, 2w, out]
  def upsample(self, x: Tensor) -> Tensor:
    n, c, h, w, = torch.size(x)
    m = self.tiles.tile
    v = self.tiles.forward(x)
    count = torch.size(v, 1)
    v = torch.split_with_sizes(v, [torch.mul(m, m), torch.mul(4, m), 4])
    inner = torch.unbind(torch.view(torch.bmm(v[0], self.inner), [torch.mul(m, m), count, 4, -1]), 2)
    edges = torch.split(torch.view(torch.bmm(v[1], self.edges), [torch.mul(4, m), count, 2, -1]), m)
    corners = torch.split(torch.bmm(v[2], self.corners), 1)
    top = torch.unbind(edges[0], 2)
    bottom = torch.unbind(edges[1], 2)
    left = torch.unbind(edges[2], 2)
    right = torch.unbind(edges[3], 2)
    y0 = torch.cat([inner[0], top[0], left[0], corners[0]])
    y1 = torch.cat([inner[1], top[1], right[0], corners[1]])
    y2 = torch.cat([inner[2], bottom[0], left[1], corners[2]])
    y3 = torch.cat([inner[3], bottom[1], right[1], corners[3]])
    y = torch.bmm(self.output_transform, torch.flatten(torch.stack([y0, y1, y2, y3]), 2))
    y = torch.view(y, [2, 2, m, m, n, torch.floordiv(h, m), torch.floordiv(w, m), -1])
    return torch.reshape(torch.permute(y, [4, 5, 2, 0, 6, 3, 1, 7]), [n, torch.mul(2, h), torch.mul(2, w), -1])
