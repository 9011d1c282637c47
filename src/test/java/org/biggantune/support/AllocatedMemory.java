package org.biggantune.support;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** How much of Java's heap was asked for, freed since or not. */
public final class AllocatedMemory {
    private AllocatedMemory() {}

    /** The bytes that this thread has asked for since it began. */
    public static long ofThisThread() {
        return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
    }
}
