package org.biggantune.support;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Small files that ask for more memory or time than they are worth, or say what is not true. */
public final class HostileFiles {
    private static final String TENSOR = ":{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[0,0]}";
    private static final String GENERATOR =
            "{\"schema\":1,\"kind\":\"generator\",\"family\":\"biggan\",\"resolution\":32,"
                    + "\"latentSize\":80,\"embeddingSize\":128,\"classNames\":[\"a\",\"b\"],\"embeddingParameter\":\"w\","
                    + "\"graph\":\"folded\",\"precision\":\"fp32\",\"batchNormEpsilon\":1e-5,\"spectralNormEpsilon\":1e-6,"
                    + "\"source\":{\"file\":\"g.pth\",\"sha256\":\"-\"},\"truncation\":0.4}";
    private static final String CLASSIFIER =
            "{\"schema\":1,\"kind\":\"classifier\",\"family\":\"resnet\",\"inputSize\":32,"
                    + "\"mean\":[0.1,0.2,0.3],\"std\":[1,1,1],\"labels\":[\"a\",\"b\"],\"graph\":\"folded\","
                    + "\"precision\":\"fp32\",\"source\":{\"file\":\"c.pth\",\"sha256\":\"-\"},\"featureMap\":\"layer1\","
                    + "\"featureMaps\":[\"layer1\"]}";

    private HostileFiles() {}

    /** Writes all of them to a folder; the largest has some 10 KB. */
    public static List<Path> write(Path folder) throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>();
        arrays(files);
        headers(files);
        metadata(files);
        List<Path> written = new ArrayList<>();
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            written.add(Files.write(folder.resolve(file.getKey()), file.getValue()));
        }
        return written;
    }

    private static void arrays(Map<String, byte[]> files) throws IOException {
        byte[] zeros = array("(16384,)", 1 << 16);
        files.put("zeros.npz", deflated(zeros));
        files.put("eight-of-zeros.npz", deflated(zeros, zeros, zeros, zeros, zeros, zeros, zeros, zeros));
        files.put("longer-shape.npz", deflated(array("(16385,)", 1 << 16)));
        files.put("impossible-shape.npz", deflated(array("(999999999999, 999999999999)", 1 << 10)));
        files.put("bad-header.npz", deflated(array("(16384, x)", 1 << 16)));
        files.put(
                "columns-first.npz",
                deflated(new String(zeros, StandardCharsets.ISO_8859_1)
                        .replace("False", "True ")
                        .getBytes(StandardCharsets.ISO_8859_1)));
    }

    private static byte[] array(String shape, int bytes) {
        String text = "{'descr': '<f4', 'fortran_order': False, 'shape': " + shape + ", }";
        text += " ".repeat(117 - text.length()) + "\n";
        ByteBuffer array = ByteBuffer.allocate(128 + bytes);
        return array.put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, 118, 0})
                .put(text.getBytes(StandardCharsets.US_ASCII))
                .array();
    }

    private static byte[] deflated(byte[]... arrays) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (int i = 0; i < arrays.length; i++) {
                zip.putNextEntry(new ZipEntry("a" + i + ".npy"));
                zip.write(arrays[i]);
                zip.closeEntry();
            }
        }
        return bytes.toByteArray();
    }

    private static void headers(Map<String, byte[]> files) {
        String oneHash = IntStream.range(0, 128)
                .mapToObj(i -> IntStream.range(0, 7)
                        .mapToObj(bit -> (i >> bit & 1) == 0 ? "Aa" : "BB")
                        .collect(Collectors.joining("", "\"", "\"" + TENSOR)))
                .collect(Collectors.joining(",", "{", "}"));
        files.put("one-hash.safetensors", header(oneHash));
        files.put("long-name.safetensors", header("{\"" + "x".repeat(4000) + "\"" + TENSOR + "}"));
        files.put("name-twice.safetensors", header("{\"a\"" + TENSOR + ",\"a\"" + TENSOR + "}"));
        files.put("text-twice.safetensors", header("{\"__metadata__\":{\"a\":\"1\",\"a\":\"2\"},\"a\"" + TENSOR + "}"));
        files.put(
                "far.safetensors",
                header(
                        "{\"a\":{\"dtype\":\"F32\",\"shape\":[4611686018427387904],\"data_offsets\":[0,9223372036854775807]}}"));
        files.put("deep.safetensors", header("{\"a\":" + "[".repeat(2000) + "}"));
        files.put(
                "dimensions.safetensors",
                header("{\"a\":{\"dtype\":\"F32\",\"shape\":[0" + ",1".repeat(70) + "],\"data_offsets\":[0,0]}}"));
    }

    private static byte[] header(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(Long.BYTES + bytes.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(bytes.length)
                .put(bytes)
                .array();
    }

    private static void metadata(Map<String, byte[]> files) {
        text(files, "generator.json", GENERATOR);
        text(files, "huge-resolution.json", GENERATOR.replace(":32,", ":2147483647,"));
        text(files, "fraction.json", GENERATOR.replace(":80,", ":80.5,"));
        text(files, "field-twice.json", GENERATOR.replace("\"latentSize\":80,", "\"latentSize\":80,\"latentSize\":8,"));
        text(files, "no-truncation.json", GENERATOR.replace("0.4", "1e400"));
        text(files, "deep.json", GENERATOR.replace("\"a\"", "[".repeat(2000)));
        text(files, "classifier.json", CLASSIFIER);
        text(files, "huge-input.json", CLASSIFIER.replace(":32,", ":100000,"));
        text(files, "no-numbers.json", CLASSIFIER.replace("[1,1,1]", "[1,\"NaN\",-1]"));
    }

    private static void text(Map<String, byte[]> files, String name, String text) {
        files.put(name, text.getBytes(StandardCharsets.UTF_8));
    }
}
