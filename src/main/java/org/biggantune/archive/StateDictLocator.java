package org.biggantune.archive;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.biggantune.archive.pickle.PickleDict;
import org.biggantune.domain.failure.UnsupportedInputException;
import org.biggantune.io.MessageText;
import org.jspecify.annotations.Nullable;

/** Finds the state dict in a checkpoint, and removes prefixes that wrappers add to all names. */
final class StateDictLocator {
    /** The keys used by training scripts; averaged generators first, because those are for sampling. */
    private static final List<String> KEYS =
            List.of("G_ema", "g_ema", "state_dict", "model_state_dict", "model", "generator", "net");

    private static final List<String> PREFIXES =
            List.of("module.", "_orig_mod.", "model.", "generator.", "G_ema.", "g_ema.", "netG.", "net.");
    private static final int MAX_WRAPPING = 4;
    private static final int LISTED_KEYS = 8;

    private StateDictLocator() {}

    /** Finds the dict that contains the tensors. */
    static PickleDict locate(Path source, @Nullable Object root) {
        if (!(root instanceof PickleDict dict)) {
            throw new UnsupportedInputException(
                    source + ": contains no dictionary of tensors; save the model's state_dict() with torch.save");
        }
        PickleDict found = descend(dict, MAX_WRAPPING);
        if (found == null) {
            List<String> keys = dict.entries().keySet().stream()
                    .limit(LISTED_KEYS)
                    .map(String::valueOf)
                    .map(MessageText::of)
                    .toList();
            throw new UnsupportedInputException(source + ": contains no state dict at top level or under "
                    + String.join(", ", KEYS) + "; found: " + (keys.isEmpty() ? "nothing" : String.join(", ", keys)));
        }
        return found;
    }

    private static @Nullable PickleDict descend(PickleDict dict, int levels) {
        if (levels > 0) {
            for (String key : KEYS) {
                PickleDict inner = dict.get(key) instanceof PickleDict value ? descend(value, levels - 1) : null;
                if (inner != null) {
                    return inner;
                }
            }
        }
        if (hasTensors(dict)) {
            return dict;
        }
        List<PickleDict> others = new ArrayList<>();
        for (Map.Entry<Object, Object> entry : dict.entries().entrySet()) {
            if (entry.getValue() instanceof PickleDict value && hasTensors(value)) {
                others.add(value);
            }
        }
        return others.size() == 1 ? others.get(0) : null;
    }

    private static boolean hasTensors(PickleDict dict) {
        return dict.entries().values().stream().anyMatch(TensorTree::isTensor);
    }

    /**
     * Removes {@code module.} and other common prefixes. The robustness package stores a model, an attacker that wraps
     * it, and a normaliser; only the model is kept.
     */
    static StateDict unwrapped(StateDict tensors) {
        StateDict current = tensors;
        for (int i = 0; i < MAX_WRAPPING; i++) {
            StateDict before = current;
            for (String prefix : PREFIXES) {
                if (current.names().stream().allMatch(name -> name.startsWith(prefix))) {
                    current = current.withoutPrefix(prefix);
                }
            }
            if (isRobustness(current)) {
                current = current.withoutPrefix("model.");
            }
            if (current == before) {
                break;
            }
        }
        return current;
    }

    private static boolean isRobustness(StateDict tensors) {
        boolean model = false;
        boolean attacker = false;
        for (String name : tensors.names()) {
            model |= name.startsWith("model.");
            attacker |= name.startsWith("attacker.") || name.startsWith("normalizer.");
            if (!name.startsWith("model.") && !name.startsWith("attacker.") && !name.startsWith("normalizer.")) {
                return false;
            }
        }
        return model && attacker;
    }
}
