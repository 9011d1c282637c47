# BigGAN (Brock, Donahue, Simonyan, ICLR 2019) after exact folding: spectral norms divided into the weights, each
# conditional batch norm one multiply-add whose scale and shift come from one linear, nearest up-sampling joined with the
# convolution behind it, both biases of a residual sum on the small map, attention's gamma and the last batch norm inside the neighbouring weights.
# Activations are channels-last. What meets z or y is float32; behind it a program computes in the type of its other
# weights, which type_as does nothing for where that is float32 too. Convolutions stand in
# convolutions.py. Generator.forward is written by the importer, one line a block.

class Block(Module):
  # x [n, in, h, w], y [n, conditions] -> [n, out, 2h, 2w]
  def forward(self, x: Tensor, y: Tensor) -> Tensor:
    m = torch.type_as(torch.linear(y, self.modulation_weight, self.modulation_bias), self.conv1_weight)
    m = torch.unsqueeze(torch.unsqueeze(m, -1), -1)
    p = torch.split_with_sizes(m, [self.in_channels, self.in_channels, self.out_channels, self.out_channels], 1)
    h = torch.relu_(torch.addcmul(p[1], x, p[0]))
    h = self.upsampling.forward(h, self.conv1_weight)
    h = torch.relu_(torch.addcmul(p[3], h, p[2]))
    h = self.convolution.forward(h, self.conv2_weight)
    s = torch.upsample_nearest2d(torch.conv2d(x, self.shortcut_weight, self.shortcut_bias), None, [2., 2.])
    return torch.add_(h, s)

class Attention(Module):
  # x [n, c, h, w] -> [n, c, h, w]; on a CPU in parts whose weights stay in its cache: some samples, or rows of one
  def forward(self, x: Tensor) -> Tensor:
    n = torch.size(x, 0)
    height = torch.size(x, 2)
    width = torch.size(x, 3)
    pixels = torch.mul(height, width)
    samples = n
    rows = pixels
    if ops.prim.is_cpu(x):
      rows = ops.prim.max(torch.floordiv(self.numbers, torch.floordiv(pixels, 4)), 1)
      samples = ops.prim.max(torch.floordiv(rows, pixels), 1)
    else:
      pass
    p = torch.split_with_sizes(torch.conv2d(x, self.projection_weight), [self.query, self.query, self.value], 1)
    theta = torch.split(torch.flatten(torch.permute(p[0], [0, 2, 3, 1]), 1, 2), samples)
    phi = torch.split(torch.flatten(torch.max_pool2d(p[1], [2, 2]), 2), samples)
    g = torch.split(torch.transpose(torch.flatten(torch.max_pool2d(p[2], [2, 2]), 2), 1, 2), samples)
    y = annotate(List[Tensor], [])
    for i in range(torch.len(theta)):
      for query in torch.split(theta[i], rows, 1):
        beta = torch.softmax(torch.bmm(query, phi[i]), -1)
        _0 = torch.append(y, torch.flatten(torch.bmm(beta, g[i]), 0, 1))
    o = torch.permute(torch.reshape(torch.cat(y), [n, height, width, self.value]), [0, 3, 1, 2])
    return torch.add(torch.conv2d(o, self.output_weight), x)
