package org.biggantune.support;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The table of rooms in docs/architecture.md: a line a room, its name in the first cell, the rooms that it may use in the
 * last one. A room is a package with all below it, unless these are rooms of their own.
 *
 * @param rooms room to what it may use beside itself
 */
public record RoomTable(Map<String, Set<String>> rooms) {
    /** The package of the tool. */
    public static final String ROOT = "org.biggantune";

    /** The name of the root package, whose own classes make a room too. */
    private static final String TOP = "(root)";

    private static final String HEADER = "| room |";
    private static final Pattern NAME = Pattern.compile("`([\\w.]+)`|\\(root\\)");

    /** Reads the table out of a page. */
    public static RoomTable read(Path page) throws IOException {
        Map<String, Set<String>> rooms = new LinkedHashMap<>();
        boolean inside = false;
        for (String line : Files.readAllLines(page)) {
            if (line.startsWith(HEADER)) {
                inside = true;
            } else if (inside && line.startsWith("| ")) {
                String[] cells = line.split("\\|");
                rooms.put(names(cells[1]).iterator().next(), names(cells[cells.length - 1]));
            } else if (inside && !line.startsWith("|")) {
                return new RoomTable(rooms);
            }
        }
        throw new IOException(page + ": no table that begins with " + HEADER);
    }

    /** The room that a package belongs to. */
    public String room(String packageName) {
        String name = packageName.equals(ROOT) ? TOP : packageName.substring(ROOT.length() + 1);
        for (String at = name; ; at = at.substring(0, at.lastIndexOf('.'))) {
            if (rooms.containsKey(at)) {
                return at;
            }
            if (!at.contains(".")) {
                throw new IllegalArgumentException(packageName + " is no room of the table");
            }
        }
    }

    /** Whether a room may use another one. */
    public boolean mayUse(String from, String to) {
        return from.equals(to) || rooms.get(from).contains(to);
    }

    /** All that the table allows, as {@code from → to}. */
    public Set<String> arrows() {
        Set<String> arrows = new TreeSet<>();
        rooms.forEach((from, all) -> all.forEach(to -> arrows.add(from + " → " + to)));
        return arrows;
    }

    private static Set<String> names(String cell) {
        Set<String> names = new TreeSet<>();
        Matcher matcher = NAME.matcher(cell);
        while (matcher.find()) {
            names.add(matcher.group(1) == null ? TOP : matcher.group(1));
        }
        return names;
    }
}
