package org.biggantune.cli;

import java.lang.reflect.Constructor;
import picocli.CommandLine;
import picocli.CommandLine.IFactory;

/** Makes commands: one with a constructor that takes the {@link InstallDir} gets it. */
final class CommandFactory implements IFactory {
    private final InstallDir home;

    CommandFactory(InstallDir home) {
        this.home = home;
    }

    @Override
    public <K> K create(Class<K> type) throws Exception {
        for (Constructor<?> constructor : type.getDeclaredConstructors()) {
            if (constructor.getParameterCount() == 1 && constructor.getParameterTypes()[0] == InstallDir.class) {
                return type.cast(constructor.newInstance(home));
            }
        }
        return CommandLine.defaultFactory().create(type);
    }
}
