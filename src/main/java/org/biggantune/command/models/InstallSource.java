package org.biggantune.command.models;

import java.nio.file.Path;
import java.util.Optional;
import org.biggantune.importer.ImportKind;
import org.biggantune.io.download.RemoteFile;
import org.biggantune.model.zoo.ZooAddress;

/** The source of the file of a model to install. */
sealed interface InstallSource {
    /** Returns the source as text. */
    String text();

    /**
     * A file on this machine.
     *
     * @param file the file
     */
    record Given(Path file) implements InstallSource {
        @Override
        public String text() {
            return file.toAbsolutePath().normalize().toString();
        }
    }

    /**
     * A file to download.
     *
     * @param file the address, with size and digest if known
     */
    record Fetched(RemoteFile file) implements InstallSource {
        @Override
        public String text() {
            return file.uri().toString();
        }
    }

    /**
     * A model in DJL's model zoo.
     *
     * @param address the model's address
     */
    record OfZoo(ZooAddress address) implements InstallSource {
        @Override
        public String text() {
            return address.toString();
        }
    }

    /**
     * A model to install.
     *
     * @param name the name to install it under
     * @param source the source of its file
     * @param entry its entry in the catalogue, if any
     */
    record Plan(String name, InstallSource source, Optional<CatalogEntry> entry) {
        /** Returns the kind that it must have, if known. */
        Optional<ImportKind> kind() {
            return entry.map(CatalogEntry::kind);
        }
    }
}
