package org.biggantune.image;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Removes the colour profile of a JPEG file, which Java would otherwise apply when reading. */
final class JpegProfile {
    private static final byte[] NAME = "ICC_PROFILE\0".getBytes(StandardCharsets.US_ASCII);
    private static final int MARKER = 0xFF;
    private static final int START_OF_IMAGE = 0xD8;
    private static final int START_OF_SCAN = 0xDA;
    private static final int PROFILE = 0xE2;

    private JpegProfile() {}

    /**
     * Returns the file without the segments of its profile; the same array if it is not a JPEG file or has no profile.
     */
    static byte[] removed(byte[] file) {
        if (file.length < 2 || at(file, 0) != MARKER || at(file, 1) != START_OF_IMAGE) {
            return file;
        }
        ByteArrayOutputStream kept = new ByteArrayOutputStream(file.length);
        kept.write(file, 0, 2);
        int position = 2;
        // A segment: FF, marker, two bytes of length including themselves, content.
        while (position + 4 <= file.length && at(file, position) == MARKER && at(file, position + 1) != START_OF_SCAN) {
            int end = position + 2 + (at(file, position + 2) << 8 | at(file, position + 3));
            if (at(file, position + 1) == MARKER) {
                // Any marker may be preceded by fill bytes.
                end = position + 1;
            }
            if (end > file.length) {
                break;
            }
            if (!isProfile(file, position, end)) {
                kept.write(file, position, end - position);
            }
            position = end;
        }
        kept.write(file, position, file.length - position);
        return kept.size() == file.length ? file : kept.toByteArray();
    }

    private static boolean isProfile(byte[] file, int from, int end) {
        int content = from + 4;
        return at(file, from + 1) == PROFILE
                && end - content >= NAME.length
                && Arrays.equals(file, content, content + NAME.length, NAME, 0, NAME.length);
    }

    private static int at(byte[] file, int position) {
        return file[position] & 0xFF;
    }
}
