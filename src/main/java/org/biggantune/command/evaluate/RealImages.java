package org.biggantune.command.evaluate;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.biggantune.domain.ClassLabel;
import org.biggantune.domain.ClassifierMetadata;
import org.biggantune.domain.failure.MissingInputException;
import org.biggantune.image.PlanarImages;
import org.biggantune.io.MessageText;

/** Real images by class. */
interface RealImages {
    /**
     * Opens the images of a folder: from its IDX files if it has any, else from its subfolders.
     *
     * @param folder the folder that {@code --real} names
     * @param split a prefix of the IDX files' names, or the subfolder that contains the class folders
     * @param judge the judge, which gives the labels in IDX files their meaning
     * @throws org.biggantune.domain.failure.BigganTuneException if there are no images, or a file is damaged
     */
    static RealImages open(Path folder, Optional<String> split, ClassifierMetadata judge) {
        if (!Files.isDirectory(folder)) {
            throw new MissingInputException("--real " + folder + ": no such folder; expected a folder of real images");
        }
        return RealIdxImages.isSet(folder)
                ? RealIdxImages.open(folder, split, judge)
                : RealImageFolders.open(folder, split, judge);
    }

    /** Returns the number of images of a class, which may be 0. */
    int count(ClassLabel target);

    /**
     * Reads an image.
     *
     * @param target its class
     * @param index its zero-based index in the class
     * @return one image with one or three channels in [0, 1]
     */
    PlanarImages picture(ClassLabel target, int index);

    /** Returns an image's name for messages. */
    String name(ClassLabel target, int index);

    /**
     * Adds an image's content to a digest; an unreadable image adds nothing.
     *
     * @param target its class
     * @param index its zero-based index in the class
     */
    void digest(ClassLabel target, int index, MessageDigest into);

    /** Returns the names of the classes that have images. */
    List<String> classes();

    /**
     * Requires at least two images of each class: fewer have no variance.
     *
     * @throws MissingInputException if a class has fewer
     */
    default void require(Path folder, Collection<ClassLabel> targets) {
        for (ClassLabel target : targets) {
            int count = count(target);
            if (count < 2) {
                throw new MissingInputException("--real " + folder + ": " + (count == 0 ? "no images" : "one image")
                        + " of class " + target + ", expected at least 2 (found: "
                        + MessageText.of(String.join(", ", classes())) + ")");
            }
        }
    }
}
