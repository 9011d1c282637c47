package org.biggantune.support;

import ai.djl.ndarray.NDManager;
import java.util.OptionalInt;
import org.biggantune.domain.DeviceChoice;
import org.biggantune.model.TorchRuntime;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** For tests on tensors alone: each has libtorch on the processor and a scope of its own. */
public abstract class RuntimeTests {
    protected TorchRuntime runtime;
    protected NDManager scope;

    @BeforeEach
    void openRuntime() {
        runtime = TorchRuntime.open(DeviceChoice.parse("cpu"), OptionalInt.empty());
        scope = runtime.newScope();
    }

    @AfterEach
    void closeRuntime() {
        scope.close();
        runtime.close();
    }
}
