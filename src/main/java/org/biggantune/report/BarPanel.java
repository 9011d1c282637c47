package org.biggantune.report;

import java.util.List;
import java.util.Map;

/**
 * A bar chart with one bar per category and series.
 *
 * @param title the quantity, with its unit
 * @param logarithmic whether the vertical axis is logarithmic; all numbers must be positive then
 * @param categories the names along the horizontal axis
 * @param series series name to one number per category, in the order of the legend
 */
public record BarPanel(String title, boolean logarithmic, List<String> categories, Map<String, List<Double>> series) {
    /** Requires one number per category in every series; does not copy the map. */
    public BarPanel {
        categories = List.copyOf(categories);
        for (List<Double> values : series.values()) {
            if (values.size() != categories.size()) {
                throw new IllegalArgumentException(values.size() + " bars for " + categories.size() + " categories");
            }
        }
    }
}
