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
 * The second classifier that judges a result: the one that the user names, or by itself the shipped one where it knows the
 * classes.
 *
 * @param file its file, if there is to be one
 * @param automatic whether the tool chose it: then there is none rather than one that lacks a class
 * @param missing why the tool chose none, in words; empty where there is one, or the user wants none
 */
record JudgeChoice(Optional<Path> file, boolean automatic, Optional<String> missing) {
    static final String OPTION = "--judge";

    /** The value that leaves the choice to the tool. */
    static final String AUTO = ModelCatalog.AUTO_JUDGE;

    /** The value that stands for no judge. */
    static final String NONE = "none";

    /**
     * The judge of an option's value.
     *
     * @param value a name or file, {@code auto}, or empty for none
     * @throws MissingInputException if there is no such model
     */
    static JudgeChoice of(Optional<String> value, ModelCatalog catalog) {
        if (value.isEmpty()) {
            return new JudgeChoice(Optional.empty(), false, Optional.empty());
        }
        boolean automatic = value.get().equals(AUTO);
        try {
            return new JudgeChoice(Optional.of(catalog.findJudge(OPTION, value.get())), automatic, Optional.empty());
        } catch (MissingInputException e) {
            if (!automatic) {
                throw e;
            }
            return none(ModelCatalog.DEFAULT_JUDGE + " is not there");
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
        return unknown.isEmpty() ? this : none(ModelCatalog.DEFAULT_JUDGE + " has " + agreement.reason(unknown));
    }

    private static JudgeChoice none(String why) {
        return new JudgeChoice(Optional.empty(), true, Optional.of(why));
    }
}
