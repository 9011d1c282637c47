package org.biggantune.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** {@code configs/default.yaml} names a default once. */
final class DefaultsFileTest {
    private final ObjectNode file = YamlFile.read(Path.of("configs", "default.yaml"));

    @Test
    void section_repeatsNothingThatHoldsForAll() {
        Set<String> repeated = new TreeSet<>();
        file.properties()
                .forEach(section -> section.getValue().properties().forEach(option -> {
                    JsonNode shared = file.path(option.getKey());
                    if (shared.equals(option.getValue())) {
                        repeated.add(section.getKey() + "." + option.getKey());
                    }
                }));
        assertThat(repeated).isEmpty();
    }

    @Test
    void sectionsOfTuning_shareNothing_butTheNameOfACommand() {
        Set<String> shared = new TreeSet<>();
        file.path("improve").fieldNames().forEachRemaining(shared::add);
        for (String command : List.of("repurpose", "diversify")) {
            Set<String> own = new TreeSet<>();
            file.path(command).fieldNames().forEachRemaining(own::add);
            shared.retainAll(own);
        }
        assertThat(shared).as("outside the sections it would be that command's").containsExactly("report");
    }
}
