package org.biggantune.command.classes;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.biggantune.cli.Report;
import org.biggantune.domain.ClassNames;
import org.biggantune.domain.ImageNet;
import org.biggantune.domain.Synset;
import org.biggantune.domain.UnknownClass;
import org.biggantune.report.JsonFile;
import org.biggantune.report.Page;
import org.biggantune.report.ResultTable;

/**
 * The report of {@code classes}: a table, or
 *
 * <pre>
 * [{"index", "name", "wordnet"?, "synonyms"?, "kind"?}]
 * </pre>
 *
 * <p>The last three are present for ImageNet classes.
 *
 * @param names the model's classes
 * @param text the search text, if any
 * @param rows the indices of the classes found
 */
record ClassListing(ClassNames names, Optional<String> text, List<Integer> rows) implements Report {
    private static final ClassNames IMAGE_NET = new ClassNames("label set", ImageNet.names(), "imagenet");

    /** Copies the list. */
    ClassListing {
        rows = List.copyOf(rows);
    }

    /** Lists the classes of a model that match a text, or all classes. */
    static ClassListing of(ClassNames names, Optional<String> text) {
        return new ClassListing(names, text, ClassSearch.rows(names, text));
    }

    @Override
    public String text(Page page) {
        if (rows.isEmpty()) {
            return text.map(this::nothing).orElse("no classes") + "\n";
        }
        boolean wordNet = rows.stream().anyMatch(row -> names.synset(row).isPresent());
        ResultTable table = new ResultTable(
                wordNet ? List.of("class", "name", "WordNet id", "synonyms", "kind") : List.of("class", "name"));
        for (int row : rows) {
            List<String> cells = new ArrayList<>(
                    List.of(Integer.toString(row), names.label(row).name()));
            if (wordNet) {
                Optional<Synset> synset = names.synset(row);
                cells.add(synset.map(Synset::id).orElse(""));
                cells.add(String.join(", ", synonyms(row)));
                cells.add(synset.map(Synset::kind).orElse(""));
            }
            table.add(cells);
        }
        return table.render(page);
    }

    /** Returns a message for no matches, which suggests ImageNet if that has any. */
    private String nothing(String wanted) {
        String message = "\"" + wanted + "\": " + new UnknownClass(names, Math.max(1, names.size())).name(wanted);
        List<Integer> elsewhere = ClassSearch.rows(IMAGE_NET, text);
        if (names.size() == IMAGE_NET.size() || elsewhere.isEmpty()) {
            return message;
        }
        return message + "; ImageNet has " + elsewhere.size() + " such " + (elsewhere.size() == 1 ? "class" : "classes")
                + ": " + IMAGE_NET.listing().orElseThrow() + " "
                + ClassNames.quoted(wanted);
    }

    @Override
    public String json() {
        List<ObjectNode> list = new ArrayList<>();
        for (int row : rows) {
            ObjectNode node = JsonFile.object()
                    .put("index", row)
                    .put("name", names.label(row).name());
            list.add(node);
            names.synset(row).ifPresent(synset -> {
                node.put("wordnet", synset.id());
                node.set("synonyms", JsonFile.tree(synonyms(row)));
                node.put("kind", synset.kind());
            });
        }
        return JsonFile.pretty(JsonFile.tree(list));
    }

    /** Returns WordNet's words for a class other than its name. */
    private List<String> synonyms(int row) {
        String name = names.label(row).name();
        return names.synset(row)
                .map(synset -> synset.words().stream()
                        .filter(word -> !word.equals(name))
                        .toList())
                .orElse(List.of());
    }
}
