package org.biggantune.support;

import ai.djl.pytorch.jni.JniUtils;
import java.util.function.Supplier;

/** How many threads one operation may use; one in tests that do not say otherwise. */
public final class LibtorchThreads {
    private LibtorchThreads() {}

    /** Does something while operations of the calling thread may use so many; libtorch is loaded already. */
    public static <T> T during(int count, Supplier<T> work) {
        int before = JniUtils.getNumThreads();
        JniUtils.setNumThreads(count);
        try {
            return work.get();
        } finally {
            JniUtils.setNumThreads(before);
        }
    }
}
