package org.biggantune.support;

import java.nio.file.Path;
import java.util.Map;
import org.biggantune.archive.script.ScriptModule;
import org.biggantune.archive.script.TorchScriptWriter;
import org.biggantune.io.AtomicFile;

/** TorchScript programs that are called like NVIDIA's detectors and give numbers that are easily computed. */
public final class StandInDetectors {
    /** Mean brightness times 1, 2, …; probabilities from the mean of the first channel. */
    private static final String INCEPTION = """
              def forward(self, img: Tensor, return_features: bool=False, use_fp16: bool=False, no_output_bias: bool=False) -> Tensor:
                x = torch.to(img, 6)
                if return_features:
                  mean = torch.mean(x, [1, 2, 3])
                  scale = torch.add(torch.arange(FEATURES, dtype=6), 1.)
                  return torch.mul(torch.unsqueeze(mean, 1), torch.unsqueeze(scale, 0))
                else:
                  mean0 = torch.mean(x, [2, 3])
                  if no_output_bias:
                    logits = torch.div(mean0, 100.)
                  else:
                    logits = torch.zeros_like(mean0)
                  return torch.softmax(logits, 1)
            """;

    /** Means of the channels, for LPIPS a hundredth of the image itself; resized ones are black. */
    private static final String VGG = """
              def forward(self, img: Tensor, resize_images: bool=True, return_features: bool=False, return_lpips: bool=False) -> Tensor:
                x = torch.to(img, 6)
                if return_lpips:
                  y = torch.div(torch.flatten(x, 1), 100.)
                  if resize_images:
                    y = torch.mul(y, 0.)
                  return y
                else:
                  return torch.mean(x, [2, 3])
            """;

    private StandInDetectors() {}

    /** Writes a stand-in of Inception with so many features. */
    public static Path inception(Path file, int features) {
        return write(file, INCEPTION.replace("FEATURES", Integer.toString(features)));
    }

    /** Writes a stand-in of VGG-16. */
    public static Path vgg(Path file) {
        return write(file, VGG);
    }

    /** Writes a program of one class with these methods. */
    public static Path write(Path file, String methods) {
        ScriptModule module = ScriptModule.withMethods("Detector", methods);
        AtomicFile.write(file, channel -> TorchScriptWriter.write(channel, "detector", module, "", Map.of()));
        return file;
    }
}
