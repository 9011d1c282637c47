package org.biggantune.archive.script;

import java.util.Set;

/** Names that mean something in TorchScript by themselves. */
final class ScriptNames {
    static final String TORCH = "torch";
    static final String OPS = "ops";
    static final String CONSTANTS = "CONSTANTS";
    static final String ROOT = "__torch__";
    static final String ANNOTATE = "annotate";
    static final String CAST = "unchecked_cast";
    static final String UNINITIALIZED = "uninitialized";
    static final String IS_INSTANCE = "isinstance";

    /** Functions whose arguments are values. */
    static final Set<String> FUNCTIONS = Set.of(
            "int",
            "float",
            "bool",
            "str",
            "complex",
            "len",
            "range",
            "zip",
            "enumerate",
            "min",
            "max",
            "abs",
            "sum",
            "list",
            "dict",
            "tuple",
            "round",
            "sorted",
            "pow",
            "divmod",
            "all",
            "any",
            "ord",
            "slice",
            "hasattr",
            "_to_tensor");

    /** Functions whose first argument, or second in the last one's case, is a type. */
    static final Set<String> FORMS = Set.of(ANNOTATE, CAST, UNINITIALIZED, IS_INSTANCE);

    /** Values. */
    static final Set<String> VALUES =
            Set.of("True", "False", "None", "NoneType", "Ellipsis", "inf", "nan", "infj", "nanj");

    /** Names that must keep their meaning: no variable may have them. */
    static final Set<String> RESERVED = Set.of(
            TORCH,
            OPS,
            CONSTANTS,
            ROOT,
            ANNOTATE,
            CAST,
            UNINITIALIZED,
            IS_INSTANCE,
            "getattr",
            "fork",
            "awaitable",
            "print");

    /** Types, beside those that a program declares. */
    static final Set<String> TYPES = Set.of(
            "Tensor",
            "int",
            "float",
            "bool",
            "str",
            "complex",
            "number",
            "None",
            "NoneType",
            "Any",
            "Device",
            "Scalar",
            "List",
            "Dict",
            "Tuple",
            "Optional",
            "Union",
            "Final");

    /** Types to which a value may be cast unseen: libtorch looks at what is there when it is used. */
    static final Set<String> CAST_TYPES =
            Set.of("Tensor", "int", "float", "bool", "str", "complex", "number", "Device", "List", "Dict", "Optional");

    private ScriptNames() {}
}
