package org.biggantune.archive.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.biggantune.archive.StoredTensor;
import org.biggantune.archive.TorchScriptArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TorchScriptWriterTest {
    private static final String SOURCE = """
            # Comments and blank lines stay out.

            class Layer(Module):
              def forward(self, x: Tensor) -> Tensor:
                return torch.add(x, self.weight)

            class Root(Module):
              def forward(self, x: Tensor) -> Tensor:
                return self.first.forward(x)
            """;

    @TempDir
    Path folder;

    private static float[] counting(int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = i;
        }
        return values;
    }

    private static ScriptModule root() {
        ScriptTensor image = ScriptTensor.of(counting(48), 2, 3, 2, 4);
        return ScriptModule.of("Root")
                .child("first", ScriptModule.of("Layer").tensor("weight", ScriptTensor.of(counting(5), 5)))
                .tensor("plain", image)
                .tensor("last", image.channelsLast())
                .tensor("scalar", ScriptTensor.lazy(() -> new float[] {7}))
                .integer("count", 3)
                .integer("much", 1L << 40)
                .number("eps", 1e-5);
    }

    private Path write(ScriptModule root) throws IOException {
        Map<String, byte[]> extras = new LinkedHashMap<>();
        extras.put("a.json", "{}".getBytes(StandardCharsets.UTF_8));
        extras.put("empty", new byte[0]);
        Path file = folder.resolve("m.pt");
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            TorchScriptWriter.write(channel, "m", root, SOURCE, extras);
        }
        return file;
    }

    @Test
    void write_tensors_comeBackRowMajorWhateverTheirLayout() throws IOException {
        try (TorchScriptArchive archive = TorchScriptArchive.open(write(root()))) {
            archive.verify();
            assertThat(archive.rootClass()).isEqualTo("__torch__.biggan_tune.Root");
            assertThat(archive.tensors().names()).containsExactly("first.weight", "plain", "last", "scalar");
            assertThat(archive.tensors().get("first.weight", 5).floats()).containsExactly(counting(5));
            assertThat(archive.tensors().get("plain", 2, 3, 2, 4).floats()).containsExactly(counting(48));
            assertThat(archive.tensors().get("scalar", new long[0]).floats()).containsExactly(7);
            StoredTensor last = archive.tensors().get("last", 2, 3, 2, 4);
            assertThat(last.floats()).containsExactly(counting(48));
            assertThat(last.strides()).containsExactly(24, 1, 12, 3);
            assertThat(archive.tensors().get("plain").strides()).containsExactly(24, 8, 4, 1);
        }
    }

    @Test
    void write_attributesAndExtras_comeBack() throws IOException {
        try (TorchScriptArchive archive = TorchScriptArchive.open(write(root()))) {
            assertThat(archive.attributes())
                    .containsEntry("count", 3L)
                    .containsEntry("much", 1L << 40)
                    .containsEntry("eps", 1e-5)
                    .containsEntry("training", false)
                    .containsEntry("first.training", false);
            assertThat(archive.extra("a.json").orElseThrow()).isEqualTo("{}".getBytes(StandardCharsets.UTF_8));
            assertThat(archive.extra("empty").orElseThrow()).isEmpty();
        }
    }

    @Test
    void write_archive_isAStoredZipInTheOrderThatLibtorchWrites() throws IOException {
        try (ZipFile zip = new ZipFile(write(root()).toFile())) {
            List<? extends ZipEntry> entries = Collections.list(zip.entries());
            assertThat(entries)
                    .extracting(ZipEntry::getName)
                    .containsExactly(
                            "m/data.pkl",
                            "m/byteorder",
                            "m/code/__torch__/biggan_tune.py",
                            "m/constants.pkl",
                            "m/extra/a.json",
                            "m/extra/empty",
                            "m/data/0",
                            "m/data/1",
                            "m/data/2",
                            "m/data/3",
                            "m/version");
            for (ZipEntry entry : entries) {
                assertThat(entry.getMethod()).isEqualTo(ZipEntry.STORED);
                byte[] content = zip.getInputStream(entry).readAllBytes();
                CRC32 crc = new CRC32();
                crc.update(content);
                assertThat(content).hasSize((int) entry.getSize());
                assertThat(entry.getCrc()).as(entry.getName()).isEqualTo(crc.getValue());
            }
            assertThat(zip.getInputStream(zip.getEntry("m/version"))).hasContent("3\n");
            assertThat(zip.getInputStream(zip.getEntry("m/byteorder"))).hasContent("little");
        }
    }

    @Test
    void write_everyEntry_startsAtAMultipleOf64Bytes() throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(write(root()))).order(ByteOrder.LITTLE_ENDIAN);
        int position = 0;
        int entries = 0;
        while (bytes.getInt(position) == 0x04034b50) {
            int data = position + 30 + bytes.getShort(position + 26) + bytes.getShort(position + 28);
            assertThat(data % 64).as("entry %d", entries).isZero();
            position = data + bytes.getInt(position + 22);
            entries++;
        }
        assertThat(bytes.getInt(position)).isEqualTo(0x02014b50);
        assertThat(entries).isEqualTo(11);
    }

    @Test
    void write_channelsLast_storesChannelsInnermost() throws IOException {
        ScriptTensor tensor = ScriptTensor.of(counting(12), 1, 3, 2, 2).channelsLast();
        assertThat(tensor.storage()).containsExactly(0, 4, 8, 1, 5, 9, 2, 6, 10, 3, 7, 11);
        assertThat(tensor.strides()).containsExactly(12, 1, 6, 3);
    }

    @Test
    void write_source_declaresEachClassOnceWithItsAttributes() throws IOException {
        ScriptModule twice = ScriptModule.of("Root")
                .child("first", ScriptModule.of("Layer").tensor("weight", ScriptTensor.of(counting(5), 5)))
                .child(
                        "items",
                        ScriptModule.list(
                                "Items",
                                List.of(ScriptModule.of("Layer").tensor("weight", ScriptTensor.of(counting(2), 2)))));
        try (ZipFile zip = new ZipFile(write(twice).toFile())) {
            assertThat(zip.getInputStream(zip.getEntry("m/code/__torch__/biggan_tune.py")))
                    .hasContent("""
                            class Layer(Module):
                              __parameters__ = ["weight", ]
                              __buffers__ = []
                              __annotations__ = []
                              training : bool
                              weight : Tensor
                              def forward(self, x: Tensor) -> Tensor:
                                return torch.add(x, self.weight)
                            class Items(Module):
                              __parameters__ = []
                              __buffers__ = []
                              __annotations__ = []
                              training : bool
                              __annotations__["0"] = __torch__.biggan_tune.Layer
                            class Root(Module):
                              __parameters__ = []
                              __buffers__ = []
                              __annotations__ = []
                              training : bool
                              first : __torch__.biggan_tune.Layer
                              items : __torch__.biggan_tune.Items
                              def forward(self, x: Tensor) -> Tensor:
                                return self.first.forward(x)
                            """);
        }
    }

    @Test
    void write_twice_givesTheSameBytes() throws IOException {
        byte[] first = Files.readAllBytes(write(root()));
        assertThat(Files.readAllBytes(write(root()))).isEqualTo(first);
    }

    @Test
    void write_twoObjectsOfOneClassWithOtherAttributes_isRefused() {
        ScriptModule root = ScriptModule.of("Root")
                .child("a", ScriptModule.of("Layer").tensor("weight", ScriptTensor.of(counting(5), 5)))
                .child("b", ScriptModule.of("Layer").number("weight", 1));
        assertThatThrownBy(() -> write(root))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("two objects of class Layer have different attributes or methods");
    }

    @Test
    void write_variant_takesItsMethodsFromTheClassItBehavesLike() throws IOException {
        ScriptModule root = ScriptModule.of("Root")
                .child("first", ScriptModule.variant("LayerOfNumber", "Layer").number("weight", 1));
        try (ZipFile zip = new ZipFile(write(root).toFile())) {
            assertThat(new String(
                            zip.getInputStream(zip.getEntry("m/code/__torch__/biggan_tune.py"))
                                    .readAllBytes(),
                            StandardCharsets.UTF_8))
                    .contains("class LayerOfNumber(Module):", "weight : float\n  def forward(");
        }
    }

    @Test
    void program_builtWrongly_isRefused() {
        assertThatThrownBy(() -> ScriptModule.of("Root").number("a", 1).integer("a", 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("attribute 'a' of Root given twice");
        ScriptTensor flat = ScriptTensor.of(counting(5), 5);
        assertThatThrownBy(flat::channelsLast)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("channels-last needs four dimensions, found [5]");
        ScriptTensor wrong = ScriptTensor.of(counting(5), 2, 3);
        assertThatThrownBy(wrong::storage)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("5 values given for a tensor of shape [2, 3]");
        assertThatThrownBy(() -> new ScriptSource("__torch__.x", "class A(Module):\n  a\nclass A(Module):\n  b\n"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("class A occurs twice in the source");
    }

    /** Takes anything and keeps what was written in small pieces. */
    private static final class Sink implements WritableByteChannel {
        private final ByteArrayOutputStream small = new ByteArrayOutputStream();

        @Override
        public int write(ByteBuffer bytes) {
            int count = bytes.remaining();
            if (count < 1000) {
                byte[] copy = new byte[count];
                bytes.get(copy);
                small.writeBytes(copy);
            }
            bytes.position(bytes.limit());
            return count;
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {
            // Nothing is held.
        }
    }

    @Test
    void zip_offsetThatIsTheMarkItself_standsInAZip64Field() throws IOException {
        Sink sink = new Sink();
        StoredZipWriter zip = new StoredZipWriter(sink);
        ByteBuffer much = ByteBuffer.allocate(1 << 28);
        for (int i = 0; i < 15; i++) {
            zip.add("m" + i, much.duplicate());
        }
        // The last entry's data begin at a multiple of 64 and end where the next header has the offset 0xffffffff.
        long begun = 15L * (1 << 28) + 16 * 64;
        zip.add("fill", much.duplicate().limit((int) (0xffff_ffffL - begun)));
        zip.add("far", ByteBuffer.allocate(1));
        zip.finish();
        ByteBuffer written = ByteBuffer.wrap(sink.small.toByteArray()).order(ByteOrder.LITTLE_ENDIAN);
        int end = written.limit() - 22;
        assertThat(written.getInt(end)).isEqualTo(0x06054b50);
        assertThat(written.getInt(end - 20)).isEqualTo(0x07064b50);
        int record = end - 20 - 56 - (46 + 3 + 12);
        assertThat(written.getInt(record)).isEqualTo(0x02014b50);
        assertThat(written.getInt(record + 42)).isEqualTo(-1);
        assertThat(written.getShort(record + 46 + 3)).isEqualTo((short) 1);
        assertThat(written.getLong(record + 46 + 3 + 4)).isEqualTo(0xffff_ffffL);
    }
}
