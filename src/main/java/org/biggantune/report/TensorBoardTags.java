package org.biggantune.report;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.biggantune.domain.failure.MissingInputException;

/** Reads which tags a folder of {@link TensorBoardFile}s shows at a step, as TensorBoard does. */
public final class TensorBoardTags {
    private static final int RECORD_OVERHEAD = Long.BYTES + 2 * Integer.BYTES;

    private TensorBoardTags() {}

    /**
     * Returns the tags with a value at a step that no later session discards. An incomplete record of a killed process
     * is ignored.
     *
     * @param folder the folder of a TensorBoard run; need not exist
     * @throws MissingInputException if a file cannot be read
     */
    public static Set<String> shown(Path folder, long step) {
        Set<String> shown = new TreeSet<>();
        if (!Files.isDirectory(folder)) {
            return shown;
        }
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.sorted().toList()) {
                read(ByteBuffer.wrap(Files.readAllBytes(file)), step, shown);
            }
        } catch (IOException e) {
            throw new MissingInputException(folder + ": cannot be read: " + e.getMessage(), e);
        }
        return shown;
    }

    private static void read(ByteBuffer records, long step, Set<String> shown) throws IOException {
        records.order(ByteOrder.LITTLE_ENDIAN);
        while (records.remaining() >= RECORD_OVERHEAD) {
            long length = records.getLong();
            records.getInt();
            if (length < 0 || length > records.remaining() - Integer.BYTES) {
                return;
            }
            byte[] event = new byte[(int) length];
            records.get(event).getInt();
            take(event, step, shown);
        }
    }

    private static void take(byte[] event, long step, Set<String> shown) throws IOException {
        CodedInputStream in = CodedInputStream.newInstance(event);
        long at = 0;
        boolean session = false;
        List<String> tags = new ArrayList<>();
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            switch (WireFormat.getTagFieldNumber(tag)) {
                case 2 -> at = in.readInt64();
                case 5 -> tags.addAll(tags(in.readByteArray()));
                case 7 -> {
                    session = true;
                    in.skipField(tag);
                }
                default -> in.skipField(tag);
            }
        }
        if (session && at <= step) {
            shown.clear();
        }
        if (at == step) {
            shown.addAll(tags);
        }
    }

    private static List<String> tags(byte[] summary) throws IOException {
        List<String> tags = new ArrayList<>();
        CodedInputStream in = CodedInputStream.newInstance(summary);
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            if (WireFormat.getTagFieldNumber(tag) != 1) {
                in.skipField(tag);
                continue;
            }
            CodedInputStream value = CodedInputStream.newInstance(in.readByteArray());
            for (int field = value.readTag(); field != 0; field = value.readTag()) {
                if (WireFormat.getTagFieldNumber(field) == 1) {
                    tags.add(value.readString());
                } else {
                    value.skipField(field);
                }
            }
        }
        return tags;
    }
}
