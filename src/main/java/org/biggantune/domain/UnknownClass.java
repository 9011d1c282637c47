package org.biggantune.domain;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Explains that a requested class does not exist, suggests others, and how to get a model that has it. */
public final class UnknownClass {
    /** The catalogue's name of a generator with ImageNet's classes. */
    private static final String MODEL = "biggan-deep-256";

    private static final int MOST_SUGGESTIONS = 3;

    private final ClassNames names;
    private final int classCount;

    /**
     * Creates explanations for a model.
     *
     * @param names the names of its classes
     * @param classCount the number of its classes, at least 1
     */
    public UnknownClass(ClassNames names, int classCount) {
        this.names = names;
        this.classCount = classCount;
    }

    /** Explains an index out of range; negative for a number that cannot be an index. */
    String number(long number) {
        boolean imageNet = number >= 0 && number < ImageNet.synsets().size();
        return String.format(Locale.ROOT, "the %s has classes 0–%d", names.owner(), classCount - 1)
                + listing()
                + (imageNet ? ofImageNet(List.of((int) number), "; ") : "");
    }

    /** Explains a name that no class has. */
    public String name(String name) {
        if (names.size() == 0) {
            return String.format(
                    Locale.ROOT,
                    "the %s has no class names; give a number from 0 to %d",
                    names.owner(),
                    classCount - 1);
        }
        List<Integer> imageNet = new ClassNames("ImageNet", ImageNet.names()).indicesOf(name);
        String unknown = "no class of the " + names.owner() + " has this name";
        List<String> near = near(name);
        if (near.isEmpty()) {
            String known = names.areFew() ? "one of " + names.summary() : "a name it knows";
            return unknown + "; give " + known + " or a number from 0 to " + (classCount - 1) + listing()
                    + ofImageNet(imageNet, "; ");
        }
        return unknown
                + NearestNames.question(near.stream()
                        .limit(MOST_SUGGESTIONS)
                        .map(suggestion -> "\"" + suggestion + "\"")
                        .toList())
                + names.listing()
                        .map(command -> " Or list them with: " + command)
                        .orElse("")
                + ofImageNet(imageNet, names.listing().isPresent() ? "; " : " ");
    }

    private String listing() {
        return names.listing().map(command -> "; list them with: " + command).orElse("");
    }

    /** Returns similarly spelled names; a class that matches by a synonym is given by its name. */
    private List<String> near(String name) {
        List<String> near =
                NearestNames.nearest(name, names.asList()).stream().distinct().toList();
        if (!near.isEmpty()) {
            return near;
        }
        List<Integer> rows = IntStream.range(0, names.size())
                .filter(row -> names.synset(row).isPresent())
                .boxed()
                .toList();
        List<String> synonyms = new ArrayList<>();
        rows.forEach(row ->
                synonyms.add(String.join(", ", names.synset(row).orElseThrow().words())));
        return NearestNames.nearest(name, synonyms).stream()
                .flatMap(words -> Stream.of(synonyms.indexOf(words)).filter(index -> index >= 0))
                .map(index -> names.label(rows.get(index)).name())
                .distinct()
                .toList();
    }

    /**
     * Explains how to get a generator with ImageNet's classes if the request matches some of them and this model lacks
     * them.
     */
    private String ofImageNet(List<Integer> classes, String joint) {
        boolean others = names.owner().equals("generator")
                && names.size() < ImageNet.synsets().size();
        if (!others || classes.isEmpty()) {
            return "";
        }
        List<String> labels = classes.stream()
                .map(number ->
                        new ClassLabel(number, ImageNet.synsets().get(number).name()).toString())
                .toList();
        return joint + "in ImageNet it is " + String.join(" or ", labels)
                + ": for a generator with its 1,000 classes run" + " biggan-tune models install " + MODEL
                + " and give --generator " + MODEL;
    }
}
