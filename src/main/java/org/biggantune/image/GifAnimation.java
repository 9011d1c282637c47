package org.biggantune.image;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * An endlessly looping GIF, encoded in memory frame by frame. Every frame has its own palette: up to 256 colours are
 * exact, more are reduced to 256 by Java's encoder.
 */
public final class GifAnimation implements Animation {
    private static final String FORMAT = "javax_imageio_gif_image_1.0";
    private static final int MILLISECONDS_PER_TICK = 10;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final ImageWriter writer =
            ImageIO.getImageWritersByFormatName("gif").next();
    private final ImageOutputStream out = new MemoryCacheImageOutputStream(bytes);
    private boolean begun;

    /** Creates an animation without frames; the caller closes it. */
    public GifAnimation() {
        writer.setOutput(out);
    }

    @Override
    public void add(BufferedImage frame, int milliseconds) {
        try {
            if (!begun) {
                writer.prepareWriteSequence(null);
            }
            IIOMetadata metadata =
                    writer.getDefaultImageMetadata(ImageTypeSpecifier.createFromRenderedImage(frame), null);
            metadata.mergeTree(FORMAT, frameTree(milliseconds / MILLISECONDS_PER_TICK, !begun));
            writer.writeToSequence(new IIOImage(frame, null, metadata), null);
            begun = true;
        } catch (IOException e) {
            throw new UncheckedIOException("a picture could not be encoded in memory", e);
        }
    }

    @Override
    public byte[] finish() {
        try {
            writer.endWriteSequence();
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("a picture could not be encoded in memory", e);
        }
        return bytes.toByteArray();
    }

    private static IIOMetadataNode frameTree(int ticks, boolean first) {
        IIOMetadataNode root = new IIOMetadataNode(FORMAT);
        IIOMetadataNode control = new IIOMetadataNode("GraphicControlExtension");
        control.setAttribute("disposalMethod", "none");
        control.setAttribute("userInputFlag", "FALSE");
        control.setAttribute("transparentColorFlag", "FALSE");
        control.setAttribute("delayTime", Integer.toString(ticks));
        control.setAttribute("transparentColorIndex", "0");
        root.appendChild(control);
        if (first) {
            // Netscape's extension, which every viewer knows: 1, then how often to play, 0 for ever.
            IIOMetadataNode loop = new IIOMetadataNode("ApplicationExtension");
            loop.setAttribute("applicationID", "NETSCAPE");
            loop.setAttribute("authenticationCode", "2.0");
            loop.setUserObject(new byte[] {1, 0, 0});
            IIOMetadataNode extensions = new IIOMetadataNode("ApplicationExtensions");
            extensions.appendChild(loop);
            root.appendChild(extensions);
        }
        return root;
    }

    @Override
    public void close() {
        writer.dispose();
        try {
            out.close();
        } catch (IOException e) {
            throw new UncheckedIOException("a picture in memory could not be closed", e);
        }
    }
}
