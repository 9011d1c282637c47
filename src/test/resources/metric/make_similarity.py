"""Writes similarity.json: MS-SSIM and the unit-normalised feature distance of pairs, by NumPy in float64.

MS-SSIM after Wang, Simoncelli and Bovik, "Multiscale structural similarity for image quality assessment", 2003: five
scales with their weights, a Gaussian window of 11 with sigma 1.5, K1 = 0.01, K2 = 0.03, means of 2 x 2 pixels between
the scales; a window is no larger than the image, its sigma shrinks alike (as in TensorFlow's msssim.py). Loops and
explicit two-dimensional windows, no separable filters. The images and maps are sines rounded to float32, so that a
test can make the same ones without a file.
"""
import json
import numpy as np

WEIGHTS = [0.0448, 0.2856, 0.3001, 0.2363, 0.1333]


def numbers(shape, a, b):
    i = np.arange(np.prod(shape), dtype=np.float64)
    return np.sin(a * i + b * np.sin(0.01 * i)).astype(np.float32).astype(np.float64).reshape(shape)


def window(size):
    full = min(11, size)
    sigma = 1.5 * full / 11
    at = np.arange(full) - (full - 1) / 2
    g = np.exp(-(at[:, None] ** 2 + at[None, :] ** 2) / (2 * sigma**2))
    return g / g.sum()


def local(x, g):
    n = len(g)
    views = np.lib.stride_tricks.sliding_window_view(x, (n, n))
    return (views * g).sum((-1, -2))


def ms_ssim(x, y):
    """Images [3, h, w] in [0, 1]."""
    result = 1.0
    for scale, weight in enumerate(WEIGHTS):
        luminance, contrast = [], []
        for p, q in zip(x, y):
            g = window(p.shape[0])
            mp, mq = local(p, g), local(q, g)
            vp, vq, cov = local(p * p, g) - mp**2, local(q * q, g) - mq**2, local(p * q, g) - mp * mq
            cs = (2 * cov + 0.03**2) / (vp + vq + 0.03**2)
            contrast.append(cs)
            luminance.append(cs * (2 * mp * mq + 0.01**2) / (mp**2 + mq**2 + 0.01**2))
        last = scale == len(WEIGHTS) - 1
        result *= max(0.0, np.mean(luminance if last else contrast)) ** weight
        h, w = x.shape[1] // 2, x.shape[2] // 2
        x = x[:, : 2 * h, : 2 * w].reshape(3, h, 2, w, 2).mean((2, 4))
        y = y[:, : 2 * h, : 2 * w].reshape(3, h, 2, w, 2).mean((2, 4))
    return float(result)


def feature_distance(f, g):
    """Maps [c, h, w]: the mean over places of the squared distance of unit vectors (Zhang et al. 2018, equal weights)."""
    f, g = (m / (np.sqrt((m**2).sum(0)) + 1e-10) for m in (f, g))
    return float(((f - g) ** 2).sum(0).mean())


cases = []
for size in (32, 128, 192):
    # The second image of a pair is like the first one.
    images = numbers((4, 3, size, size), 0.013, 0.9)
    images[1::2] = (0.8 * images[0::2] + 0.2 * numbers((2, 3, size, size), 0.37, 0.4)).astype(np.float32)
    pairs = [ms_ssim((images[i] + 1) / 2, (images[i + 1] + 1) / 2) for i in (0, 2)]
    maps = numbers((4, 24, size // 8, size // 8), 0.71, 1.3)
    distances = [feature_distance(maps[i], maps[i + 1]) for i in (0, 2)]
    cases.append({"size": size, "msSsim": pairs, "featureDistance": distances})
with open("similarity.json", "w", encoding="utf-8") as file:
    json.dump({"numpy": np.__version__, "cases": cases}, file, indent=1)
    file.write("\n")
