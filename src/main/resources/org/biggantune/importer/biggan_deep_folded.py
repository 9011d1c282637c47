# BigGAN-deep (Brock, Donahue, Simonyan, ICLR 2019, appendix B) after exact folding, with biggan_folded.py's Attention and convolutions.py: as
# there, and each convolution's bias inside the shift of the norm behind it. The shortcut keeps the first channels.
# Generator.forward is written by the importer, one line a block.

class DeepBlock(Module):
  # x [n, in, h, w], y [n, conditions] -> [n, out, h, w]
  def forward(self, x: Tensor, y: Tensor) -> Tensor:
    m = torch.type_as(torch.linear(y, self.modulation_weight, self.modulation_bias), self.conv1_weight)
    m = torch.unsqueeze(torch.unsqueeze(m, -1), -1)
    k = self.hidden_channels
    p = torch.split_with_sizes(m, [self.in_channels, self.in_channels, k, k, k, k, k, k], 1)
    h = torch.conv2d(torch.relu_(torch.addcmul(p[1], x, p[0])), self.conv1_weight)
    h = self.convolution.forward(torch.relu_(torch.addcmul(p[3], h, p[2])), self.conv2_weight)
    h = self.last.forward(torch.relu_(torch.addcmul(p[5], h, p[4])), self.conv3_weight)
    h = torch.conv2d(torch.relu_(torch.addcmul(p[7], h, p[6])), self.conv4_weight, self.conv4_bias)
    return torch.add_(h, torch.narrow(x, 1, 0, self.out_channels))

class DeepUpBlock(Module):
  # -> [n, out, 2h, 2w]
  def forward(self, x: Tensor, y: Tensor) -> Tensor:
    m = torch.type_as(torch.linear(y, self.modulation_weight, self.modulation_bias), self.conv1_weight)
    m = torch.unsqueeze(torch.unsqueeze(m, -1), -1)
    k = self.hidden_channels
    p = torch.split_with_sizes(m, [self.in_channels, self.in_channels, k, k, k, k, k, k], 1)
    h = torch.conv2d(torch.relu_(torch.addcmul(p[1], x, p[0])), self.conv1_weight)
    h = self.upsampling.forward(torch.relu_(torch.addcmul(p[3], h, p[2])), self.conv2_weight)
    h = self.last.forward(torch.relu_(torch.addcmul(p[5], h, p[4])), self.conv3_weight)
    h = torch.conv2d(torch.relu_(torch.addcmul(p[7], h, p[6])), self.conv4_weight, self.conv4_bias)
    s = torch.narrow(x, 1, 0, self.out_channels)
    return torch.add_(h, torch.upsample_nearest2d(s, None, [2., 2.]))

class DeepLastBlock(Module):
  # as DeepUpBlock, the output's batch norm folded into both summands
  def forward(self, x: Tensor, y: Tensor) -> Tensor:
    m = torch.type_as(torch.linear(y, self.modulation_weight, self.modulation_bias), self.conv1_weight)
    m = torch.unsqueeze(torch.unsqueeze(m, -1), -1)
    k = self.hidden_channels
    p = torch.split_with_sizes(m, [self.in_channels, self.in_channels, k, k, k, k, k, k], 1)
    h = torch.conv2d(torch.relu_(torch.addcmul(p[1], x, p[0])), self.conv1_weight)
    h = self.upsampling.forward(torch.relu_(torch.addcmul(p[3], h, p[2])), self.conv2_weight)
    h = self.last.forward(torch.relu_(torch.addcmul(p[5], h, p[4])), self.conv3_weight)
    h = torch.conv2d(torch.relu_(torch.addcmul(p[7], h, p[6])), self.conv4_weight, self.conv4_bias)
    s = torch.mul(torch.narrow(x, 1, 0, self.out_channels), self.shortcut_scale)
    return torch.add_(h, torch.upsample_nearest2d(s, None, [2., 2.]))
