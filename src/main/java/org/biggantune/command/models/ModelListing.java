package org.biggantune.command.models;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import org.biggantune.cli.InstallDir;
import org.biggantune.cli.Report;
import org.biggantune.domain.failure.BigganTuneException;
import org.biggantune.report.JsonFile;
import org.biggantune.report.Page;
import org.biggantune.report.ResultTable;

/**
 * The list of all models known by name: shipped, installed and available ones.
 *
 * @param rows the models, in the order shown
 */
record ModelListing(List<Row> rows) implements Report {
    private static final double MEGA = 1e6;
    private static final String LICENCE = "Apache-2.0";
    private static final String UNKNOWN = "unknown";

    /**
     * A model.
     *
     * @param name the model's name
     * @param kind {@code generator}, {@code classifier} or {@code detector}
     * @param state {@code shipped}, {@code installed} or {@code available}
     * @param bytes the size of its archive, or of the download if it is available and the size known
     * @param source the model's source
     * @param licence the licence of the weights
     * @param about a short description
     */
    record Row(
            String name, String kind, String state, OptionalLong bytes, String source, String licence, String about) {}

    /** Lists the models of an installation and its user. */
    static ModelListing of(InstallDir home) {
        ModelStore store = new ModelStore(home);
        List<Row> rows = new ArrayList<>();
        for (String name : store.shipped()) {
            Path archive = store.shipped(name).orElseThrow();
            rows.add(new Row(
                    name,
                    kind(archive),
                    "shipped",
                    size(archive),
                    "models/" + name + ".pt",
                    LICENCE,
                    "a small model to try"));
        }
        List<String> installed = store.installed();
        for (String name : installed) {
            Path archive = store.target(name);
            Optional<ModelCard> card = store.card(name);
            rows.add(new Row(
                    name,
                    card.map(ModelCard::kind).orElseGet(() -> kind(archive)),
                    "installed",
                    size(archive),
                    card.map(ModelCard::source).orElse(UNKNOWN),
                    card.map(ModelCard::licence).orElse(UNKNOWN),
                    card.map(ModelCard::about).orElse("")));
        }
        CatalogFile.all(home).values().stream()
                .filter(entry -> !installed.contains(entry.name()))
                .map(entry -> new Row(
                        entry.name(),
                        entry.kind().label(),
                        "available",
                        entry.bytes(),
                        entry.source(),
                        entry.licence(),
                        entry.about()))
                .forEach(rows::add);
        return new ModelListing(rows);
    }

    private static String kind(Path archive) {
        try {
            return ModelPreparation.kindOf(archive).orElse(UNKNOWN);
        } catch (BigganTuneException e) {
            // Commands that use it report what is wrong.
            return "damaged";
        }
    }

    private static OptionalLong size(Path archive) {
        return OptionalLong.of(archive.toFile().length());
    }

    @Override
    public String text(Page page) {
        ResultTable table = new ResultTable(List.of("model", "kind", "state", "MB", "licence", "description"));
        for (Row row : rows) {
            String size = row.bytes().isEmpty()
                    ? ""
                    : String.format(Locale.ROOT, "%.1f", row.bytes().getAsLong() / MEGA);
            table.add(List.of(row.name(), row.kind(), row.state(), size, row.licence(), row.about()));
        }
        return table.render(page);
    }

    @Override
    public String json() {
        ArrayNode array = JsonFile.object().putArray("models");
        for (Row row : rows) {
            ObjectNode node = array.addObject()
                    .put("name", row.name())
                    .put("kind", row.kind())
                    .put("state", row.state());
            row.bytes().ifPresentOrElse(bytes -> node.put("bytes", bytes), () -> node.putNull("bytes"));
            node.put("source", row.source()).put("licence", row.licence());
        }
        return JsonFile.pretty(array);
    }
}
