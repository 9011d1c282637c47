package org.biggantune.image;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The colour profile of a JPEG file, which Java applies while it reads and this tool wants left alone. */
final class JpegProfile {
    private static final byte[] NAME = "ICC_PROFILE\0".getBytes(StandardCharsets.US_ASCII);
    private static final int MARKER = 0xFF;
    private static final int START_OF_IMAGE = 0xD8;
    private static final int START_OF_SCAN = 0xDA;
    private static final int PROFILE = 0xE2;

    private JpegProfile() {}

    /** The file without the segments that hold its profile; the same array where it is no JPEG file or has none. */
    static byte[] removed(byte[] file) {
        if (file.length < 2 || at(file, 0) != MARKER || at(file, 1) != START_OF_IMAGE) {
            return file;
        }
        ByteArrayOutputStream kept = new ByteArrayOutputStream(file.length);
        kept.write(file, 0, 2);
        int place = 2;
        // Segments: FF, marker, two bytes of length that count themselves, content.
        while (place + 4 <= file.length && at(file, place) == MARKER && at(file, place + 1) != START_OF_SCAN) {
            int end = place + 2 + (at(file, place + 2) << 8 | at(file, place + 3));
            if (at(file, place + 1) == MARKER) {
                // Any marker may be preceded by fill bytes.
                end = place + 1;
            }
            if (end > file.length) {
                break;
            }
            if (!isProfile(file, place, end)) {
                kept.write(file, place, end - place);
            }
            place = end;
        }
        kept.write(file, place, file.length - place);
        return kept.size() == file.length ? file : kept.toByteArray();
    }

    private static boolean isProfile(byte[] file, int from, int end) {
        int content = from + 4;
        return at(file, from + 1) == PROFILE
                && end - content >= NAME.length
                && Arrays.equals(file, content, content + NAME.length, NAME, 0, NAME.length);
    }

    private static int at(byte[] file, int place) {
        return file[place] & 0xFF;
    }
}
