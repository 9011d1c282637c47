"""Writes fid.json: Fréchet distances computed with NumPy alone, from the features themselves.

tr((C1 C2)^1/2) is the nuclear norm of X1 X2' / sqrt((n1 - 1)(n2 - 1)), X the centred features: no covariance is
built and no root of an eigenvalue is taken. The features are x[i, j] = sin(a (i + 1) (j + 1)^0.5 + b) / (1 + 0.02 j)
rounded to float32, so that a test can make the same ones without a file.
"""
import json
import numpy as np


def features(count, size, a, b):
    i, j = np.meshgrid(np.arange(count, dtype=np.float64), np.arange(size, dtype=np.float64), indexing="ij")
    return (np.sin(a * (i + 1) * np.sqrt(j + 1) + b) / (1 + 0.02 * j)).astype(np.float32).astype(np.float64)


def distance(x, y):
    cx, cy = x - x.mean(0), y - y.mean(0)
    n, m = len(x) - 1, len(y) - 1
    root = np.linalg.norm(cx @ cy.T / np.sqrt(n * m), "nuc")
    return float(((x.mean(0) - y.mean(0)) ** 2).sum() + (cx**2).sum() / n + (cy**2).sum() / m - 2 * root)


cases = []
for size, real, generated in ((64, 300, 200), (512, 600, 300), (512, 300, 200)):
    x, y = features(real, size, 1.7, 0.3), features(generated, size, 2.3, 1.1)
    cases.append({"size": size, "real": real, "generated": generated, "fid": distance(x, y)})
with open("fid.json", "w", encoding="utf-8") as file:
    json.dump({"numpy": np.__version__, "cases": cases}, file, indent=1)
    file.write("\n")
