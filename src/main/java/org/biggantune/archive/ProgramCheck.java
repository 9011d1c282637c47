package org.biggantune.archive;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.biggantune.archive.pickle.AllowedGlobals;
import org.biggantune.archive.pickle.PickleCall;
import org.biggantune.archive.pickle.PickleParser;
import org.biggantune.archive.script.ScriptProgram;
import org.biggantune.archive.zip.ZipArchiveFile;
import org.biggantune.archive.zip.ZipRecord;
import org.biggantune.domain.failure.CorruptInputException;
import org.biggantune.domain.failure.UnsupportedInputException;
import org.biggantune.io.MessageText;

/**
 * Checks a TorchScript archive before libtorch loads it: that libtorch reads the same entries as this tool, and that
 * the program's code is harmless. Opening the archive already checks that tensors lie within their storages.
 */
final class ProgramCheck {
    /** The option that allows any code. */
    static final String TRUST = "--trust";

    private static final String DEBUG = ".debug_pkl";
    private static final String CODE = "/code/";
    /** The limit of the code's size; a large network has some hundred kilobytes. */
    private static final long MAX_CODE_BYTES = 32L << 20;

    private final ZipArchiveFile archive;
    private final TorchZip zip;

    ProgramCheck(ZipArchiveFile archive, TorchZip zip) {
        this.archive = archive;
        this.zip = zip;
    }

    /**
     * Checks the names of the entries. libtorch uses the folder of the first entry and finds entries ignoring case.
     *
     * @throws CorruptInputException if libtorch could read another entry than this tool
     */
    void names() {
        String folder = zip.folder() + "/";
        Map<String, String> seen = new HashMap<>();
        for (ZipRecord entry : archive.entries()) {
            String name = entry.name();
            String lower = name.toLowerCase(Locale.ROOT);
            String other = seen.putIfAbsent(lower, name);
            if (other != null) {
                throw corrupt("its entries " + MessageText.quoted(other) + " and " + MessageText.quoted(name)
                        + " differ only in case, and libtorch would confuse them");
            }
            boolean inside = name.startsWith(folder);
            boolean elsewhere = seen.size() == 1 || lower.startsWith(folder.toLowerCase(Locale.ROOT));
            if (!inside && elsewhere) {
                throw corrupt("its entry " + MessageText.quoted(name) + " is not in the folder "
                        + MessageText.quoted(folder) + ", and libtorch would look there");
            }
            if (inside) {
                known(name, folder);
            }
        }
    }

    /** Rejects an entry that libtorch would recognise and this tool would not. */
    private void known(String name, String folder) {
        String lower = name.substring(folder.length()).toLowerCase(Locale.ROOT);
        boolean fixed = lower.equals("data.pkl")
                || lower.equals("constants.pkl")
                || lower.equals("version")
                || lower.equals("byteorder")
                || lower.startsWith("code/")
                || lower.startsWith("data/")
                || lower.startsWith("constants/");
        int length = lower.indexOf('/') + 1;
        String head = length == 0 ? lower : lower.substring(0, length);
        if (lower.equals("model.json")) {
            throw new UnsupportedInputException(archive.path() + ": has both a data.pkl and a model.json, of which"
                    + " libtorch would read the second; save the program again with torch.jit.save");
        }
        if (fixed && !name.startsWith(folder + head)) {
            throw corrupt("its entry " + MessageText.quoted(name) + " is not written as libtorch writes it, "
                    + MessageText.quoted(head));
        }
    }

    /**
     * Checks that the debug tables, from which libtorch derives the location of an error, stay within their texts.
     *
     * @throws CorruptInputException if libtorch would read beyond them
     */
    void debugTables() {
        archive.entries().forEach(this::debugTable);
    }

    /** Checks an entry if it is a debug table. */
    void debugTable(ZipRecord entry) {
        if (entry.name().startsWith(zip.folder() + CODE) && entry.name().endsWith(DEBUG)) {
            new DebugTable(archive.path(), entry.name()).check(zip.describe(entry, AllowedGlobals.TORCHSCRIPT));
        }
    }

    /**
     * Checks that the code calls only harmless operators, and that the objects match their declarations.
     *
     * @throws UnsupportedInputException if not
     */
    void code() {
        refusal().ifPresent(reason -> {
            throw new UnsupportedInputException(archive.path() + ": refused: " + reason
                    + "; a program may read and write files with your permissions when it runs; if you trust the source of"
                    + " this one, allow it with " + TRUST);
        });
    }

    /** Explains why a program does not run without {@code --trust}; empty if it does. */
    Optional<String> refusal() {
        return refused().map(ScriptProgram.Refused::getMessage);
    }

    /**
     * Returns the entry that keeps a program from running without {@code --trust}, and the reason; empty if it runs.
     */
    Optional<Map.Entry<String, String>> refusedEntry() {
        return refused()
                .map(refused -> Map.entry(
                        zip.folder() + (refused.source().isEmpty() ? "/data.pkl" : CODE + refused.source()),
                        refused.getMessage()));
    }

    private Optional<ScriptProgram.Refused> refused() {
        try {
            ScriptProgram program = ScriptProgram.checked(sources());
            for (Optional<PickleParser.Described> objects :
                    List.of(Optional.of(zip.objects()), zip.constantObjects())) {
                if (objects.isPresent()) {
                    objects(program, objects.get());
                }
            }
            return Optional.empty();
        } catch (ScriptProgram.Refused e) {
            return Optional.of(e);
        }
    }

    private void objects(ScriptProgram program, PickleParser.Described objects) throws ScriptProgram.Refused {
        for (PickleCall call : objects.calls()) {
            if (call.function().name().equals("_rebuild_qtensor")) {
                throw new ScriptProgram.Refused("it contains a quantized tensor");
            }
        }
        new ProgramObjects(program).check(objects.value());
    }

    private Map<String, byte[]> sources() throws ScriptProgram.Refused {
        String folder = zip.folder() + CODE;
        Map<String, byte[]> sources = new LinkedHashMap<>();
        long total = 0;
        for (ZipRecord entry : archive.entries()) {
            if (entry.name().startsWith(folder) && entry.name().endsWith(".py")) {
                total += entry.size();
                if (total > MAX_CODE_BYTES) {
                    throw new ScriptProgram.Refused("it has more than " + (MAX_CODE_BYTES >> 20) + " MiB of code");
                }
                sources.put(
                        entry.name().substring(folder.length()),
                        archive.read(entry, TorchScriptArchive.MAX_EXTRA_BYTES));
            }
        }
        return sources;
    }

    /** Returns the program's sources. */
    List<String> texts() {
        return archive.entries().stream()
                .filter(entry -> entry.name().startsWith(zip.folder() + CODE)
                        && entry.name().endsWith(".py"))
                .map(entry ->
                        new String(archive.read(entry, TorchScriptArchive.MAX_EXTRA_BYTES), StandardCharsets.UTF_8))
                .toList();
    }

    private CorruptInputException corrupt(String what) {
        return new CorruptInputException(archive.path() + ": " + what);
    }
}
