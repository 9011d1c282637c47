package org.biggantune.command.models;

import java.nio.file.Path;
import java.util.Optional;
import org.biggantune.importer.ImportKind;
import org.biggantune.io.download.RemoteFile;
import org.biggantune.model.zoo.ZooAddress;

/** Where the file of a model to be installed comes from. */
sealed interface InstallSource {
    /** As users know it. */
    String text();

    /**
     * A file that the user has.
     *
     * @param file its path
     */
    record Given(Path file) implements InstallSource {
        @Override
        public String text() {
            return file.toAbsolutePath().normalize().toString();
        }
    }

    /**
     * A file that is fetched.
     *
     * @param file its address and what is known of it
     */
    record Fetched(RemoteFile file) implements InstallSource {
        @Override
        public String text() {
            return file.uri().toString();
        }
    }

    /**
     * A model of DJL's zoo.
     *
     * @param address where the zoo has it
     */
    record OfZoo(ZooAddress address) implements InstallSource {
        @Override
        public String text() {
            return address.toString();
        }
    }

    /**
     * A model that is to be installed.
     *
     * @param name its name from then on
     * @param source where its file comes from
     * @param entry what the catalogue says of it, if it does
     */
    record Plan(String name, InstallSource source, Optional<CatalogEntry> entry) {
        /** What it must be, if that is known. */
        Optional<ImportKind> kind() {
            return entry.map(CatalogEntry::kind);
        }
    }
}
