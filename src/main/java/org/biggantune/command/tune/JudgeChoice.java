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
 * The second classifier that judges a result: the one that the user names, or the default one where it knows the classes.
 *
 * @param name its name or file as it is given; empty for none
 * @param file its file, if there is to be one
 * @param automatic whether it is the default one: then there is none rather than one that lacks a class
 * @param missing why there is no default one, in words; empty where there is a judge, or the user wants none
 */
record JudgeChoice(String name, Optional<Path> file, boolean automatic, Optional<String> missing) {
    static final String OPTION = "--judge";

    /** The value of the option that stands for no judge. */
    static final String NONE = "none";

    /** No judge. */
    static JudgeChoice none() {
        return new JudgeChoice("", Optional.empty(), false, Optional.empty());
    }

    /**
     * The judge that the user names.
     *
     * @throws MissingInputException if there is no such model
     */
    static JudgeChoice named(String name, ModelCatalog catalog) {
        return new JudgeChoice(name, Optional.of(catalog.find(OPTION, name)), false, Optional.empty());
    }

    /** The default judge; none where it is not there. */
    static JudgeChoice automatic(String name, ModelCatalog catalog) {
        JudgeChoice judge = new JudgeChoice(name, Optional.empty(), true, Optional.empty());
        try {
            Path file = catalog.find("--default-judge", name);
            return new JudgeChoice(name, Optional.of(file), true, Optional.empty());
        } catch (MissingInputException e) {
            return judge.without("the default one is missing (" + e.getMessage() + ")");
        }
    }

    /** This judge if it knows all of some classes; else none, or a refusal of one that the user named. */
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
