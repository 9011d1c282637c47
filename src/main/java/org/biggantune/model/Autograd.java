package org.biggantune.model;

import ai.djl.ndarray.NDArray;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;

/**
 * While it is open, autograd remembers what the thread that opened it computes from tensors that ask for a gradient.
 * DJL's gradient collector does the same for one thread of a process at a time. To be closed by the thread that opened
 * it.
 */
public final class Autograd implements AutoCloseable {
    private final boolean before;

    private Autograd() {
        before = JniUtils.isGradMode();
        JniUtils.setGradMode(true);
    }

    /** Remembers from here on. */
    public static Autograd record() {
        return new Autograd();
    }

    /**
     * Adds the gradient of a number to that of every tensor that it was computed from and that asks for one, and forgets
     * how it was computed.
     *
     * @param loss of one element
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
