package org.biggantune.command.tune;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.biggantune.command.models.LabelAgreement;
import org.biggantune.command.models.ModelCatalog;
import org.biggantune.domain.ClassLabel;
import org.biggantune.domain.ClassifierMetadata;
import org.biggantune.domain.failure.MissingInputException;

/**
 * The judge, a second classifier that assesses a result: the one named by the user, or the default one if it knows the
 * classes.
 *
 * @param name the judge's name or file as given; empty for no judge
 * @param file the judge's file, if there is a judge
 * @param automatic whether this is the default judge, which is dropped if it lacks a class
 * @param missing why there is no default judge; empty if there is a judge, or the user wants none
 */
record JudgeChoice(String name, Optional<Path> file, boolean automatic, Optional<String> missing) {
    static final String OPTION = "--judge";

    /** The option's value for no judge. */
    static final String NONE = "none";

    /** Returns the choice of no judge. */
    static JudgeChoice none() {
        return new JudgeChoice("", Optional.empty(), false, Optional.empty());
    }

    /**
     * Returns the judge that the user names.
     *
     * @throws MissingInputException if there is no such model
     */
    static JudgeChoice named(String name, ModelCatalog catalog) {
        return new JudgeChoice(name, Optional.of(catalog.find(OPTION, name)), false, Optional.empty());
    }

    /** Returns the default judge, or the choice of none if its file is missing. */
    static JudgeChoice automatic(String name, ModelCatalog catalog) {
        JudgeChoice judge = new JudgeChoice(name, Optional.empty(), true, Optional.empty());
        try {
            Path file = catalog.find("--default-judge", name);
            return new JudgeChoice(name, Optional.of(file), true, Optional.empty());
        } catch (MissingInputException e) {
            return judge.without("the default judge is missing (" + e.getMessage() + ")");
        }
    }

    /** Returns this judge if it knows all the classes. If not, drops a default judge and refuses one named by the user. */
    JudgeChoice knowing(List<ClassLabel> classes, ClassifierMetadata judge) {
        LabelAgreement agreement =
                new LabelAgreement(OPTION, ", or give --judge auto or none", file.orElseThrow(), judge);
        if (!automatic) {
            agreement.require(classes);
            return this;
        }
        List<ClassLabel> unknown = agreement.missing(classes);
        return unknown.isEmpty() ? this : without(name + " has " + agreement.reason(unknown));
    }

    private JudgeChoice without(String why) {
        return new JudgeChoice(name, Optional.empty(), true, Optional.of(why));
    }
}
