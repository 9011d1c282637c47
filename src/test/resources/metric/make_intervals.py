"""Writes intervals.json: 95 % intervals of the recorded features' measures by NumPy and SciPy.

    python3 make_intervals.py FOLDER

FOLDER has real_features.npy and fake_features.npy. Nothing is shared with the tool's way: the transport map is taken by
SciPy's matrix root, and every jackknife replicate is computed anew from the images that are left.
"""
import json
import sys

import numpy as np
from scipy.linalg import sqrtm
from scipy.stats import norm, t

GROUPS = 20
K = 5


def fid_interval(real, fake):
    m, mu = real.mean(0), fake.mean(0)
    c, s = np.cov(real.T), np.cov(fake.T)
    root = sqrtm(c).real
    middle = sqrtm(root @ s @ root).real
    to_real = root @ np.linalg.inv(middle) @ root
    to_fake = np.linalg.inv(to_real)
    value = ((m - mu) ** 2).sum() + np.trace(c) + np.trace(s) - 2 * np.trace(middle)

    def variance(x, own, other, transport):
        x = x - own
        influence = 2 * x @ (own - other) + (x * x).sum(1) - np.einsum("ij,jk,ik->i", x, transport, x)
        return influence.var(ddof=1) / len(x)

    half = norm.ppf(0.975) * np.sqrt(variance(fake, mu, m, to_real) + variance(real, m, mu, to_fake))
    return [value - half, value + half]


def kid(real, fake):
    def kernel(a, b):
        return (a @ b.T / a.shape[1] + 1) ** 3

    def within(x):
        k = kernel(x, x)
        return (k.sum() - np.trace(k)) / (len(x) * (len(x) - 1))

    return [within(real) + within(fake) - 2 * kernel(real, fake).mean()]


def squared(a, b):
    return (a * a).sum(1)[:, None] + (b * b).sum(1)[None, :] - 2 * a @ b.T


def prdc(real, fake):
    radius_real = np.sort(squared(real, real), axis=1)[:, K]
    radius_fake = np.sort(squared(fake, fake), axis=1)[:, K]
    d = squared(real, fake)
    return [
        (d < radius_real[:, None]).any(0).mean(),
        (d < radius_fake[None, :]).any(1).mean(),
        (d < radius_real[:, None]).sum(0).mean() / K,
        (d < radius_real[:, None]).any(1).mean(),
    ]


def jackknife(measure, real, fake):
    value = np.array(measure(real, fake))

    def variance(replicates):
        replicates = np.array(replicates)
        return (GROUPS - 1) / GROUPS * ((replicates - replicates.mean(0)) ** 2).sum(0)

    group_real, group_fake = np.arange(len(real)) % GROUPS, np.arange(len(fake)) % GROUPS
    total = variance([measure(real, fake[group_fake != g]) for g in range(GROUPS)]) + variance(
        [measure(real[group_real != g], fake) for g in range(GROUPS)]
    )
    half = t.ppf(0.975, GROUPS - 1) * np.sqrt(total)
    return [[float(v - h), float(v + h)] for v, h in zip(value, half)]


def wilson(share, n):
    z = norm.ppf(0.975)
    centre = (share + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * np.sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    return [centre - half, centre + half]


def share_interval(interval, n):
    least = wilson((interval[0] + interval[1]) / 2, n)
    return [max(0.0, min(interval[0], least[0])), min(1.0, max(interval[1], least[1]))]


real, fake = (np.load(f"{sys.argv[1]}/{name}_features.npy").astype(np.float64) for name in ("real", "fake"))
precision, recall, density, coverage = jackknife(prdc, real, fake)
result = {
    "fid": [float(x) for x in fid_interval(real, fake)],
    "kid": jackknife(kid, real, fake)[0],
    "precision": share_interval(precision, len(fake)),
    "recall": share_interval(recall, len(real)),
    "density": density,
    "coverage": share_interval(coverage, len(real)),
}
print(json.dumps({name: [float(x) for x in bounds] for name, bounds in result.items()}, indent=2))
