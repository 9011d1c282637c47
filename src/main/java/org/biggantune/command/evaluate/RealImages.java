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

/** Real pictures by class. */
interface RealImages {
    /**
     * The pictures of a folder: of its IDX files where it has any, else of its sub-folders.
     *
     * @param folder the folder that {@code --real} names
     * @param split how the names of the IDX files begin, or the sub-folder that has the classes' folders
     * @param judge whose labels the numbers in IDX files stand for
     * @throws org.biggantune.domain.failure.BigganTuneException if there is nothing of the kind, or it is damaged
     */
    static RealImages open(Path folder, Optional<String> split, ClassifierMetadata judge) {
        if (!Files.isDirectory(folder)) {
            throw new MissingInputException("--real " + folder + ": no such folder; expected one of real images");
        }
        return RealIdxImages.isSet(folder)
                ? RealIdxImages.open(folder, split, judge)
                : RealImageFolders.open(folder, split, judge);
    }

    /** How many pictures there are of a class; 0 where there are none. */
    int count(ClassLabel target);

    /**
     * One picture.
     *
     * @param target its class
     * @param index zero-based picture of the class
     * @return one image of one or three channels in [0, 1]
     */
    PlanarImages picture(ClassLabel target, int index);

    /** What a picture is called in messages. */
    String name(ClassLabel target, int index);

    /**
     * Adds a picture's content to a digest; what cannot be read adds nothing.
     *
     * @param target its class
     * @param index zero-based picture of the class
     */
    void digest(ClassLabel target, int index, MessageDigest into);

    /** The classes that there are pictures of. */
    List<String> classes();

    /**
     * Requires two or more pictures of each class: there is no variance of fewer.
     *
     * @throws MissingInputException if a class has fewer
     */
    default void require(Path folder, Collection<ClassLabel> targets) {
        for (ClassLabel target : targets) {
            int count = count(target);
            if (count < 2) {
                throw new MissingInputException("--real " + folder + ": " + (count == 0 ? "no images" : "one image")
                        + " of class " + target + ", expected at least 2 (found are: "
                        + MessageText.of(String.join(", ", classes())) + ")");
            }
        }
    }
}
