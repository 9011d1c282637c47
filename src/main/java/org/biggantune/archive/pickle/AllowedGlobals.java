package org.biggantune.archive.pickle;

import java.util.Set;

/** The classes and functions that a pickle may refer to. Everything else is rejected immediately. */
public enum AllowedGlobals {
    /** Those that {@code torch.save} writes for tensors, containers and plain values. */
    CHECKPOINT,
    /** Those of TorchScript's {@code data.pkl}, which adds {@code __torch__} classes and list builders. */
    TORCHSCRIPT;

    private static final Set<String> TENSORS = Set.of(
            "torch._utils._rebuild_tensor",
            "torch._utils._rebuild_tensor_v2",
            "torch._utils._rebuild_parameter",
            "torch._utils._rebuild_parameter_with_state",
            "torch._tensor._rebuild_from_type_v2",
            "torch.nn.parameter.Parameter",
            "torch.Tensor",
            "torch.DoubleStorage",
            "torch.FloatStorage",
            "torch.HalfStorage",
            "torch.BFloat16Storage",
            "torch.LongStorage",
            "torch.IntStorage",
            "torch.ShortStorage",
            "torch.CharStorage",
            "torch.ByteStorage",
            "torch.BoolStorage");

    /** Classes without effects; instances are kept as their attributes or ignored. */
    private static final Set<String> PLAIN = Set.of(
            "collections.OrderedDict",
            "collections.defaultdict",
            "collections.Counter",
            "builtins.set",
            "builtins.frozenset",
            "builtins.list",
            "builtins.dict",
            "builtins.tuple",
            "builtins.int",
            "builtins.float",
            "builtins.bool",
            "builtins.str",
            "builtins.object",
            "builtins.bytearray",
            "builtins.complex",
            "__builtin__.set",
            "__builtin__.frozenset",
            "__builtin__.list",
            "__builtin__.dict",
            "__builtin__.tuple",
            "__builtin__.int",
            "__builtin__.float",
            "__builtin__.bool",
            "__builtin__.str",
            "__builtin__.object",
            "__builtin__.bytearray",
            "argparse.Namespace",
            "types.SimpleNamespace",
            "copyreg._reconstructor",
            "copy_reg._reconstructor",
            "_codecs.encode",
            "numpy.dtype",
            "numpy.ndarray",
            "numpy.core.multiarray.scalar",
            "numpy._core.multiarray.scalar",
            "numpy.core.multiarray._reconstruct",
            "numpy._core.multiarray._reconstruct",
            "pathlib.Path",
            "pathlib.PosixPath",
            "pathlib.WindowsPath",
            "torch.Size",
            "torch.device",
            "torch.float64",
            "torch.float32",
            "torch.float16",
            "torch.bfloat16",
            "torch.int64",
            "torch.int32",
            "torch.uint8",
            "torch.bool");

    private static final Set<String> LISTS = Set.of(
            "torch.jit._pickle.build_intlist",
            "torch.jit._pickle.build_doublelist",
            "torch.jit._pickle.build_boollist",
            "torch.jit._pickle.build_tensorlist",
            "torch.jit._pickle.restore_type_tag");

    /** Quantized tensors, which occur only in programs. */
    private static final Set<String> QUANTIZED = Set.of(
            "torch._utils._rebuild_qtensor",
            "torch.QUInt8Storage",
            "torch.QInt8Storage",
            "torch.QInt32Storage",
            "torch.per_tensor_affine",
            "torch.per_channel_affine",
            "torch.per_channel_affine_float_qparams");

    boolean permits(PickleGlobal global) {
        String name = global.qualifiedName();
        if (TENSORS.contains(name) || PLAIN.contains(name)) {
            return true;
        }
        return this == TORCHSCRIPT && (LISTS.contains(name) || QUANTIZED.contains(name) || isScriptClass(global));
    }

    static boolean isScriptClass(PickleGlobal global) {
        return global.module().equals("__torch__") || global.module().startsWith("__torch__.");
    }

    static boolean returnsArgument(PickleGlobal global) {
        return LISTS.contains(global.qualifiedName());
    }
}
