package org.biggantune.archive.zip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.assertj.core.api.AbstractThrowableAssert;
import org.biggantune.archive.ArchiveFiles;
import org.biggantune.domain.failure.CorruptInputException;
import org.biggantune.domain.failure.UnsupportedInputException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ZipArchiveFileTest {
    private static final byte[] CENTRAL = {'P', 'K', 1, 2};
    private static final byte[] LOCAL = {'P', 'K', 3, 4};
    private static final byte[] END = {'P', 'K', 5, 6};

    @TempDir
    Path folder;

    private byte[] sound;

    @BeforeEach
    void makeZip() {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        entries.put("a/one", "first".getBytes(StandardCharsets.US_ASCII));
        entries.put("a/two", "second".getBytes(StandardCharsets.US_ASCII));
        sound = ArchiveFiles.zip(entries, ZipEntry.STORED);
    }

    private ByteBuffer view() {
        return ByteBuffer.wrap(sound).order(ByteOrder.LITTLE_ENDIAN);
    }

    private int central() {
        return ArchiveFiles.indexOf(sound, CENTRAL, 0);
    }

    private int end() {
        return ArchiveFiles.indexOf(sound, END, 0);
    }

    private AbstractThrowableAssert<?, ? extends Throwable> assertRefused() {
        Path file = ArchiveFiles.write(folder.resolve("z.zip"), sound);
        return assertThat(catchThrowable(() -> ZipArchiveFile.open(file).close()))
                .isInstanceOfAny(CorruptInputException.class, UnsupportedInputException.class)
                .hasMessageStartingWith(file.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"mini_zip.pth", "tiny_zip.pth", "tiny_torchscript.pt"})
    void entries_ofPyTorchFiles_areTheOnesJavaReads(String name) throws IOException {
        Path path = ArchiveFiles.resource(name);
        try (ZipArchiveFile archive = ZipArchiveFile.open(path);
                ZipFile expected = new ZipFile(path.toFile())) {
            assertThat(archive.entries().stream().map(ZipRecord::name))
                    .containsExactlyElementsOf(
                            expected.stream().map(ZipEntry::getName).toList());
            for (ZipRecord entry : archive.entries()) {
                ZipEntry other = expected.getEntry(entry.name());
                assertThat(entry.crc()).isEqualTo(other.getCrc());
                assertThat(entry.size()).isEqualTo(other.getSize());
                assertThat(archive.read(entry, 1 << 20))
                        .isEqualTo(expected.getInputStream(other).readAllBytes());
                archive.verify(entry);
            }
            assertThat(archive.find("none")).isEmpty();
        }
    }

    @Test
    void verify_deflatedEntry_takesNoMemoryForItsContent() {
        byte[] zeros = new byte[64 << 20];
        Path file = ArchiveFiles.write(
                folder.resolve("bomb.zip"), ArchiveFiles.zip(Map.of("a/zeros", zeros), ZipEntry.DEFLATED));
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long thread = Thread.currentThread().getId();
        try (ZipArchiveFile archive = ZipArchiveFile.open(file)) {
            long before = threads.getThreadAllocatedBytes(thread);
            archive.verify(archive.entries().get(0));
            assertThat(threads.getThreadAllocatedBytes(thread) - before).isLessThan(4 << 20);
        }
    }

    @Test
    void verify_deflatedEntryThatIsDamaged_isRefused() {
        byte[] text = "again and ".repeat(1000).getBytes(StandardCharsets.US_ASCII);
        sound = ArchiveFiles.zip(Map.of("a/text", text), ZipEntry.DEFLATED);
        view().putInt(central() + 16, 1);
        view().putInt(ArchiveFiles.indexOf(sound, new byte[] {'P', 'K', 7, 8}, 0) + 4, 1);
        assertDeflatedRefused("is damaged: its CRC-32 is ");
        sound = ArchiveFiles.zip(Map.of("a/text", text), ZipEntry.DEFLATED);
        view().putInt(central() + 24, 9_999);
        assertDeflatedRefused("does not inflate to the 9999 bytes it should have");
        view().putInt(central() + 24, 10_001);
        assertDeflatedRefused("does not inflate to the 10001 bytes it should have");
        view().putInt(central() + 24, Integer.MAX_VALUE);
        assertDeflatedRefused("has 2147483647 bytes, the limit is");
    }

    private void assertDeflatedRefused(String message) {
        Path file = ArchiveFiles.write(folder.resolve("d.zip"), sound);
        try (ZipArchiveFile archive = ZipArchiveFile.open(file)) {
            assertThatThrownBy(() -> archive.verify(archive.entries().get(0)))
                    .isInstanceOf(CorruptInputException.class)
                    .hasMessageContaining(message);
        }
    }

    @Test
    void read_deflatedEntry_inflatesWithinTheLimit() {
        byte[] text = "again and ".repeat(1000).getBytes(StandardCharsets.US_ASCII);
        Path file =
                ArchiveFiles.write(folder.resolve("d.zip"), ArchiveFiles.zip(Map.of("text", text), ZipEntry.DEFLATED));
        try (ZipArchiveFile archive = ZipArchiveFile.open(file)) {
            ZipRecord entry = archive.entries().get(0);
            assertThat(archive.read(entry, 10_000)).isEqualTo(text);
            assertThatThrownBy(() -> archive.read(entry, 9_999))
                    .isInstanceOf(CorruptInputException.class)
                    .hasMessageEndingWith("entry 'text' has 10000 bytes, the limit is 9999");
            archive.verify(entry);
        }
    }

    @Test
    void read_deflatedEntryOfAnotherSize_isRefused() {
        byte[] text = "again and ".repeat(10).getBytes(StandardCharsets.US_ASCII);
        for (int size : new int[] {99, 101}) {
            sound = ArchiveFiles.zip(Map.of("text", text), ZipEntry.DEFLATED);
            int local = view().getInt(22) == 0 ? -1 : 22;
            view().putInt(central() + 24, size);
            if (local > 0) {
                view().putInt(local, size);
            }
            Path file = ArchiveFiles.write(folder.resolve("d.zip"), sound);
            try (ZipArchiveFile archive = ZipArchiveFile.open(file)) {
                assertThatThrownBy(() -> archive.read(archive.entries().get(0), 1000))
                        .isInstanceOf(CorruptInputException.class)
                        .hasMessageEndingWith("does not inflate to the " + size + " bytes it should have");
            }
        }
    }

    @Test
    void open_namesThatLeadOutside_areRefused() {
        for (String bad : new String[] {"../xx", "/a/xx", "a/../", "C:/xx", "a\\one", "a/on\n"}) {
            makeZip();
            byte[] name = bad.getBytes(StandardCharsets.US_ASCII);
            System.arraycopy(name, 0, sound, central() + 46, 5);
            System.arraycopy(name, 0, sound, 30, 5);
            assertRefused().hasMessageContaining("has a name that is not a plain relative path");
        }
    }

    @Test
    void open_duplicateNames_areRefused() {
        int second = ArchiveFiles.indexOf(sound, CENTRAL, central() + 1);
        int secondLocal = ArchiveFiles.indexOf(sound, LOCAL, 1);
        byte[] name = "a/one".getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(name, 0, sound, second + 46, 5);
        System.arraycopy(name, 0, sound, secondLocal + 30, 5);
        assertRefused().hasMessageContaining("entry 'a/one' occurs twice");
    }

    @Test
    void open_headersThatDisagree_areRefused() {
        view().put(30, (byte) 'b');
        assertRefused().hasMessageContaining("entry 'a/one': its header and the table of contents disagree");
        makeZip();
        view().putInt(14, 1);
        assertRefused().hasMessageContaining("disagree");
        makeZip();
        view().putInt(central() + 42, 3);
        assertRefused().hasMessageContaining("has no matching header at byte 3");
    }

    @Test
    void open_overlappingEntries_areRefused() {
        int size = 5 + 31;
        for (int at : new int[] {central() + 20, central() + 24, 18, 22}) {
            view().putInt(at, size);
        }
        assertRefused().hasMessageContaining("entry 'a/one' overlaps entry 'a/two'");
    }

    @Test
    void open_sizesBeyondTheFile_areRefused() {
        for (int at : new int[] {central() + 20, central() + 24, 18, 22}) {
            view().putInt(at, 0x7fffffff);
        }
        assertRefused()
                .hasMessageContaining("entry 'a/one' has 2147483647 bytes")
                .hasMessageContaining("truncated?");
        makeZip();
        view().putInt(central() + 42, 0x7fffffff);
        assertRefused().hasMessageContaining("is declared at byte 2147483647");
        makeZip();
        view().putInt(central() + 24, 4);
        view().putInt(22, 4);
        assertRefused().hasMessageContaining("has two sizes, 4 and 5");
    }

    @Test
    void open_damagedEndRecord_isRefused() {
        view().putInt(end() + 16, 0x7ffffff0);
        assertRefused().hasMessageContaining("its table of contents").hasMessageContaining("is outside the file");
        makeZip();
        view().putShort(end() + 10, (short) 9);
        assertRefused().hasMessageContaining("9 entries in a table of contents of");
        makeZip();
        view().putShort(end() + 10, (short) 1);
        assertRefused().hasMessageContaining("lists 2 entries, expected 1");
        makeZip();
        view().putShort(end() + 4, (short) 1);
        assertRefused().hasMessageContaining("one part of a zip file in several parts");
        makeZip();
        view().putInt(central(), 0);
        assertRefused().hasMessageContaining("the table of contents is damaged at byte");
        makeZip();
        view().putShort(central() + 28, (short) 0x7fff);
        assertRefused().hasMessageContaining("the table of contents is damaged");
    }

    @Test
    void open_damagedZip64Record_isRefused() {
        byte[] locator = {'P', 'K', 6, 7};
        byte[] record = {'P', 'K', 6, 6};
        sound = ArchiveFiles.bytes("mini_zip.pth");
        view().putLong(ArchiveFiles.indexOf(sound, locator, 0) + 8, Long.MAX_VALUE);
        assertRefused().hasMessageContaining("its Zip64 end record is declared at");
        sound = ArchiveFiles.bytes("mini_zip.pth");
        view().putLong(ArchiveFiles.indexOf(sound, record, 0) + 32, 1L << 40);
        assertRefused().hasMessageContaining("its two end records disagree");
        sound = ArchiveFiles.bytes("mini_zip.pth");
        view().putInt(ArchiveFiles.indexOf(sound, new byte[] {'P', 'K', 7, 8}, 0) + 4, 12345);
        assertRefused().hasMessageContaining("its data descriptor and the table of contents disagree");
    }

    @Test
    void open_encryptedEntry_isRefused() {
        view().putShort(central() + 8, (short) 1);
        assertRefused().isInstanceOf(UnsupportedInputException.class).hasMessageContaining("is encrypted");
    }

    @Test
    void entries_withZip64SizesInTheirRecords_areRead() {
        // One entry's sizes and offset moved to a Zip64 field: record = 46 + name + (4 + 24) of extra.
        int at = central();
        byte[] grown = new byte[sound.length + 28];
        System.arraycopy(sound, 0, grown, 0, at + 51);
        System.arraycopy(sound, at + 51, grown, at + 79, sound.length - at - 51);
        sound = grown;
        ByteBuffer bytes = view();
        bytes.putInt(at + 20, -1).putInt(at + 24, -1).putInt(at + 42, -1).putShort(at + 30, (short) 28);
        bytes.putShort(at + 51, (short) 1).putShort(at + 53, (short) 24);
        bytes.putLong(at + 55, 5).putLong(at + 63, 5).putLong(at + 71, 0);
        bytes.putInt(end() + 12, bytes.getInt(end() + 12) + 28);
        Path file = ArchiveFiles.write(folder.resolve("z.zip"), sound);
        try (ZipArchiveFile archive = ZipArchiveFile.open(file)) {
            assertThat(archive.read(archive.find("a/one").orElseThrow(), 10))
                    .isEqualTo("first".getBytes(StandardCharsets.US_ASCII));
        }
        bytes.putLong(at + 55, -5).putLong(at + 63, -5);
        assertRefused().hasMessageContaining("entry 'a/one' has a negative size");
    }
}
