"""Makes the small checkpoints and arrays the archive tests read. Needs torch and numpy; run in this folder."""
import argparse
import json
import struct
from collections import OrderedDict

import numpy as np
import torch

base = torch.arange(12.0).reshape(3, 4)
state = OrderedDict()
state["module.plain"] = torch.arange(6.0).reshape(2, 3) / 8
state["module.turned"] = base.t()
state["module.part"] = base[1:, 2:]
state["module.double"] = torch.tensor([0.1, -2.5e300], dtype=torch.float64)
state["module.half"] = torch.tensor([1.5, -65504.0, 5.960464477539063e-08, 0.333251953125], dtype=torch.float16)
state["module.brain"] = torch.tensor([1.0, -3.140625, 1e38], dtype=torch.bfloat16)
state["module.long"] = torch.tensor([[-5, 2**40]])
state["module.int"] = torch.tensor([-7, 8], dtype=torch.int32)
state["module.short"] = torch.tensor([-300, 300], dtype=torch.int16)
state["module.char"] = torch.tensor([-128, 127], dtype=torch.int8)
state["module.byte"] = torch.tensor([0, 255], dtype=torch.uint8)
state["module.bool"] = torch.tensor([True, False, True])
state["module.scalar"] = torch.tensor(2.5)
state["module.empty"] = torch.zeros(0, 3)
state["module.expanded"] = torch.tensor([7.0]).expand(2, 2)
state["module.learned"] = torch.nn.Parameter(torch.tensor([0.5, 0.25]))
state["module.bad"] = torch.tensor([1.0, float("inf"), float("nan")])
everything = {
    "state_dict": state,
    "epoch": 3,
    "big": 2**70,
    "best": np.float64(93.5),
    "args": argparse.Namespace(arch="tiny", lr=0.1, sizes=[1, 2], on=True),
    "optimizer": {"state": {0: {"step": 4, "exp_avg": torch.ones(2)}}, "param_groups": [{"lr": 0.01}]},
}
torch.save(everything, "tiny_zip.pth")
torch.save(everything, "tiny_legacy.pth", _use_new_zipfile_serialization=False)
torch.save({"a": torch.arange(4.0), "b": torch.ones(2, 2)}, "mini_zip.pth")
torch.save({"a": torch.arange(4.0), "b": torch.ones(2, 2)}, "mini_legacy.pth", _use_new_zipfile_serialization=False)

grid = np.arange(6).reshape(2, 3)
np.save("c_f4.npy", (grid / 4).astype("<f4"))
np.save("c_f8.npy", (grid / 3).astype("<f8"))
np.save("big_f4.npy", (grid / 4).astype(">f4"))
np.save("big_i8.npy", (grid - 3).astype(">i8"))
np.save("fortran_f8.npy", np.asfortranarray(np.arange(24.0).reshape(2, 3, 4)))
np.save("i4.npy", (grid - 3).astype("<i4"))
np.save("u1.npy", (grid * 50).astype("u1"))
np.save("b1.npy", grid % 2 == 0)
np.save("f2.npy", (grid / 4).astype("<f2"))
np.save("scalar.npy", np.float32(1.25))
np.save("vector.npy", np.arange(3, dtype="<f4"))
for version in ((2, 0), (3, 0)):
    with open(f"version{version[0]}.npy", "wb") as f:
        np.lib.format.write_array(f, (grid / 4).astype("<f4"), version=version)
np.save("complex.npy", np.zeros(2, dtype="c8"))
np.save("records.npy", np.zeros(2, dtype=[("a", "<f4"), ("b", "<i4")]))


def safetensors(name, tensors, metadata):
    """The format as its documentation has it: length, JSON header, elements."""
    codes = {torch.float64: "F64", torch.float32: "F32", torch.float16: "F16", torch.bfloat16: "BF16",
             torch.int64: "I64", torch.int32: "I32", torch.int16: "I16", torch.int8: "I8", torch.uint8: "U8",
             torch.bool: "BOOL"}
    header, data = {"__metadata__": metadata}, b""
    for key, tensor in tensors.items():
        content = tensor.detach().contiguous().reshape(-1).view(torch.uint8).numpy().tobytes()
        header[key] = {"dtype": codes[tensor.dtype], "shape": list(tensor.shape),
                       "data_offsets": [len(data), len(data) + len(content)]}
        data += content
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    with open(name, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text + data)


safetensors("tiny.safetensors", state, {"format": "pt", "note": "caf\u00e9"})
np.savez("tiny.npz", rows=np.arange(6, dtype="<f4").reshape(2, 3) / 4, count=np.array([1, 2]))
np.savez_compressed("packed.npz", np.zeros((4, 100), dtype="<f8"))
