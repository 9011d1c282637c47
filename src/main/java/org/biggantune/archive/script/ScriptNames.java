package org.biggantune.archive.script;

import java.util.Set;

/** Names with a predefined meaning in TorchScript. */
final class ScriptNames {
    static final String TORCH = "torch";
    static final String OPS = "ops";
    static final String CONSTANTS = "CONSTANTS";
    static final String ROOT = "__torch__";
    static final String ANNOTATE = "annotate";
    static final String CAST = "unchecked_cast";
    static final String UNINITIALIZED = "uninitialized";
    static final String IS_INSTANCE = "isinstance";

    /** Functions with values as arguments. */
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

    /** Functions with a type as first argument, or as second in case of {@code isinstance}. */
    static final Set<String> FORMS = Set.of(ANNOTATE, CAST, UNINITIALIZED, IS_INSTANCE);

    /** Predefined values. */
    static final Set<String> VALUES =
            Set.of("True", "False", "None", "NoneType", "Ellipsis", "inf", "nan", "infj", "nanj");

    /** Names that must not be used for variables. */
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

    /** Predefined types. */
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

    /** Types that an unchecked cast may target, because libtorch checks the value when it is used. */
    static final Set<String> CAST_TYPES =
            Set.of("Tensor", "int", "float", "bool", "str", "complex", "number", "Device", "List", "Dict", "Optional");

    private ScriptNames() {}
}
