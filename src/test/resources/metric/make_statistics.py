"""Writes statistics.npz as pytorch-fid does: np.savez_compressed(path, mu=mean, sigma=covariance)."""
import numpy as np

x = np.array([[0.0, 1.0, 2.0], [1.0, 3.0, 2.0], [2.0, 2.0, 5.0], [5.0, 2.0, 7.0]])
np.savez_compressed("statistics.npz", mu=np.mean(x, axis=0), sigma=np.cov(x, rowvar=False))
