package org.biggantune.report;

import java.util.List;
import java.util.Map;

/**
 * A picture of bars: for each place on the horizontal axis a bar of every series.
 *
 * @param title what the bars measure, with its unit
 * @param logarithmic whether heights grow with the logarithm; all numbers must be positive then
 * @param places the names along the horizontal axis
 * @param series a number for each place, by the series' name, in the order in which they are to stand
 */
public record BarPanel(String title, boolean logarithmic, List<String> places, Map<String, List<Double>> series) {
    /** Checks that every series has a number for each place; keeps the map as it is. */
    public BarPanel {
        places = List.copyOf(places);
        for (List<Double> values : series.values()) {
            if (values.size() != places.size()) {
                throw new IllegalArgumentException(values.size() + " bars for " + places.size() + " places");
            }
        }
    }
}
