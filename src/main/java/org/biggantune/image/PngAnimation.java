package org.biggantune.image;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * An animated PNG (PNG, third edition, W3C 2025, section 11.3.7): every frame keeps its colours. The JDK compresses the
 * frames; this puts their chunks in order. What knows no animation shows the first frame.
 */
public final class PngAnimation implements Animation {
    /** A chunk's length, type and checksum. */
    private static final int AROUND_DATA = 12;

    private static final int BYTES_OF_CONTROL = 26;
    private static final short MILLISECONDS_PER_SECOND = 1000;

    private final Map<String, String> texts;
    private final ByteArrayOutputStream head = new ByteArrayOutputStream();
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private Optional<byte[]> header = Optional.empty();
    private int frames;
    private int sequence;

    /**
     * Creates an animation without frames.
     *
     * @param texts what is written beside the frames, as {@link PngEncoder#encode} says
     */
    public PngAnimation(Map<String, String> texts) {
        this.texts = Map.copyOf(texts);
    }

    @Override
    public void add(BufferedImage frame, int milliseconds) {
        boolean first = frames == 0;
        ByteBuffer file = ByteBuffer.wrap(PngEncoder.encode(frame, first ? texts : Map.of()));
        file.position(PngEncoder.SIGNATURE.length);
        boolean begun = false;
        while (file.remaining() >= AROUND_DATA) {
            byte[] data = new byte[file.getInt()];
            byte[] type = new byte[Integer.BYTES];
            file.get(type).get(data);
            file.getInt();
            switch (new String(type, StandardCharsets.US_ASCII)) {
                case "IHDR" -> takeHeader(data);
                case "IDAT" -> {
                    if (!begun) {
                        append(body, "fcTL", control(frame, milliseconds));
                        begun = true;
                    }
                    append(body, first ? "IDAT" : "fdAT", first ? data : numbered(data));
                }
                case "IEND" -> {}
                default -> {
                    if (first) {
                        append(head, new String(type, StandardCharsets.US_ASCII), data);
                    }
                }
            }
        }
        frames++;
    }

    private void takeHeader(byte[] data) {
        if (header.isEmpty()) {
            header = Optional.of(data);
        } else if (!Arrays.equals(header.get(), data)) {
            throw new IllegalArgumentException("a frame of another size or kind than the first");
        }
    }

    private byte[] control(BufferedImage frame, int milliseconds) {
        return ByteBuffer.allocate(BYTES_OF_CONTROL)
                .putInt(sequence++)
                .putInt(frame.getWidth())
                .putInt(frame.getHeight())
                .putInt(0)
                .putInt(0)
                .putShort((short) milliseconds)
                .putShort(MILLISECONDS_PER_SECOND)
                .array(); // What remains is 0: the frame takes the place of all of the one before.
    }

    private byte[] numbered(byte[] data) {
        return ByteBuffer.allocate(Integer.BYTES + data.length)
                .putInt(sequence++)
                .put(data)
                .array();
    }

    @Override
    public byte[] finish() {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.writeBytes(PngEncoder.SIGNATURE);
        append(file, "IHDR", header.orElseThrow());
        // How many frames, and how often to play them, 0 for ever.
        append(
                file,
                "acTL",
                ByteBuffer.allocate(2 * Integer.BYTES).putInt(frames).array());
        file.writeBytes(head.toByteArray());
        file.writeBytes(body.toByteArray());
        append(file, "IEND", new byte[0]);
        return file.toByteArray();
    }

    private static void append(ByteArrayOutputStream out, String type, byte[] data) {
        byte[] name = type.getBytes(StandardCharsets.US_ASCII);
        CRC32 checksum = new CRC32();
        checksum.update(name);
        checksum.update(data);
        out.writeBytes(ByteBuffer.allocate(AROUND_DATA + data.length)
                .putInt(data.length)
                .put(name)
                .put(data)
                .putInt((int) checksum.getValue())
                .array());
    }
}
