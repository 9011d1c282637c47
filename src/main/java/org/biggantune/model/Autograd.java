package org.biggantune.model;

import ai.djl.ndarray.NDArray;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;

/**
 * Enables autograd for the opening thread until closed: operations on tensors that require a gradient are recorded.
 * Unlike DJL's gradient collector it can be used by several threads of a process at the same time. Must be closed by
 * the thread that opened it.
 */
public final class Autograd implements AutoCloseable {
    private final boolean before;

    private Autograd() {
        before = JniUtils.isGradMode();
        JniUtils.setGradMode(true);
    }

    /** Starts recording on the calling thread. */
    public static Autograd record() {
        return new Autograd();
    }

    /**
     * Adds the gradient of the loss to that of every recorded tensor that requires one, and releases the recorded
     * graph.
     *
     * @param loss a tensor with one element
     */
    public void backward(NDArray loss) {
        if (loss.size() != 1) {
            throw new IllegalArgumentException("a loss of shape " + loss.getShape());
        }
        NDArray one = loss.onesLike();
        JniUtils.backward((PtNDArray) loss, (PtNDArray) one, false, false);
    }

    @Override
    public void close() {
        JniUtils.setGradMode(before);
    }
}
