package org.biggantune;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.biggantune.support.LaunchResult;
import org.biggantune.support.Launcher;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the launcher decides by itself, watched with a stand-in for Java and one for Maven. */
final class LauncherScriptIT {
    private static final String JAVA = """
            #!/bin/sh
            case " $* " in *DumpLoadedClassList* | *Xshare:dump*) exit 1 ;; esac
            echo "pid=$$ mmap=$MALLOC_MMAP_THRESHOLD_"
            echo "locale=${LC_ALL-unset} ${LC_CTYPE-unset} ${LC_NUMERIC-unset}"
            [ -z "$PYTORCH_LIBRARY_PATH" ] || echo "libtorch=$PYTORCH_LIBRARY_PATH $PYTORCH_FLAVOR"
            for argument; do echo "$argument"; done
            exit 37
            """;
    private static final String MAVEN = """
            #!/bin/sh
            echo "$*" >>builds
            sleep 1
            mkdir -p target/lib
            touch target/lib/a.jar target/biggan-tune-1.jar
            """;

    @TempDir
    Path folder;

    private Path checkout;
    private Launcher launcher;

    @BeforeEach
    void makeCheckout() throws IOException {
        checkout = Files.createDirectory(folder.resolve("check out"));
        Files.createDirectories(checkout.resolve("src/main"));
        Files.createFile(checkout.resolve("pom.xml"));
        Path script = Files.createDirectory(checkout.resolve("scripts")).resolve("biggan-tune");
        Files.copy(Launcher.ofCheckout().program(), script);
        program(folder.resolve("bin/mvn"), MAVEN);
        launcher = Launcher.of(script)
                .withVariable("PATH", folder.resolve("bin") + ":" + System.getenv("PATH"))
                .withVariable("BIGGAN_TUNE_JAVA", javaHome("17.0.1").toString());
    }

    @Test
    void arguments_andExitCode_passThroughOneProcess() throws Exception {
        LaunchResult result = launcher.run("improve", "--class", "great grey owl", "", "*");
        assertThat(result.exitCode()).isEqualTo(37);
        assertThat(result.out())
                .startsWith("pid=" + result.pid() + " mmap=1073741824\nlocale=")
                .endsWith("org.biggantune.Main\nimprove\n--class\ngreat grey owl\n\n*\n");
        assertThat(result.out().lines())
                .contains(
                        "-Dbiggantune.home=" + checkout.toRealPath(),
                        "-Dai.djl.offline=true",
                        "-Dai.djl.pytorch.graph_optimizer=false")
                .doesNotContain("--enable-native-access=ALL-UNNAMED", "-XX:TieredStopAtLevel=1");
    }

    @Test
    void inspect_ofALargeFile_optimisesLittle_ofASmallOneNothing() throws Exception {
        Path small = Files.write(folder.resolve("small.pth"), new byte[1 << 10]);
        Path large = Files.write(folder.resolve("large.pth"), new byte[17 << 20]);
        assertThat(launcher.run("inspect", small.toString()).out().lines())
                .contains("-XX:TieredStopAtLevel=1")
                .noneMatch(option -> option.startsWith("-XX:Tier4"));
        assertThat(launcher.run("inspect", large.toString()).out().lines())
                .contains("-XX:Tier4InvocationThreshold=50000")
                .doesNotContain("-XX:TieredStopAtLevel=1");
        // What computes optimises little too: libtorch does the work.
        assertThat(launcher.run("check", small.toString()).out().lines())
                .contains("-XX:Tier4InvocationThreshold=50000")
                .doesNotContain("-XX:TieredStopAtLevel=1");
    }

    @Test
    void environment_ofTheUser_goesFirst() throws Exception {
        LaunchResult result = launcher.withVariable("MALLOC_MMAP_THRESHOLD_", "5")
                .withVariable("BIGGAN_TUNE_JAVA_OPTS", "-Xmx3g -Dx=y\n\t-Dz=* \n")
                .run("sample");
        assertThat(result.out()).contains(" mmap=5\n").contains("\n-Xmx3g\n-Dx=y\n-Dz=*\n-cp\n");
    }

    @Test
    void temporaryFolder_ofTheJob_isJavasToo() throws Exception {
        Path scratch = Files.createDirectory(folder.resolve("job 7"));
        LaunchResult result =
                launcher.withVariable("TMPDIR", scratch.toString()).run("sample");
        assertThat(result.out()).contains("\n-Djava.io.tmpdir=" + scratch + "\n");
        Files.delete(scratch);
        assertThat(launcher.withVariable("TMPDIR", scratch.toString())
                        .run("sample")
                        .out())
                .doesNotContain("tmpdir");
    }

    @Test
    void malloc_ofAnOldGlibc_getsAThresholdThatItTakes() throws Exception {
        program(folder.resolve("bin/getconf"), "#!/bin/sh\necho glibc 2.34\n");
        assertThat(launcher.run("sample").out()).contains(" mmap=33554432\n");
        program(folder.resolve("bin/getconf"), "#!/bin/sh\necho glibc 2.35\n");
        assertThat(launcher.run("sample").out()).contains(" mmap=1073741824\n");
        program(folder.resolve("bin/getconf"), "#!/bin/sh\nexit 1\n");
        assertThat(launcher.run("sample").out()).contains(" mmap=1073741824\n");
    }

    @Test
    void locale_thatKnowsAsciiAlone_readsUtf8AndPrintsAscii() throws Exception {
        for (String locale : List.of("C", "POSIX", "xx_XX.UTF-8")) {
            LaunchResult result = launcher.withVariable("LC_ALL", locale)
                    .withVariable("LC_NUMERIC", "xx_XX")
                    .run("sample", "x");
            assertThat(result.out())
                    .as(locale)
                    .contains("locale=unset C.UTF-8 unset\n")
                    .contains("\n-Dstdout.encoding=US-ASCII\n-Dstderr.encoding=US-ASCII\n")
                    .endsWith("\nsample\nx\n");
        }
        assertThat(launcher.withVariable("LC_ALL", "C.UTF-8").run("sample").out())
                .contains("locale=C.UTF-8 ")
                .doesNotContain("encoding");
    }

    @Test
    void folder_thatJavaCannotPutOnAClassPath_isRefusedInOneLine() throws Exception {
        for (String name : List.of("with:colon", "ends!", "ends!/deeper")) {
            LaunchResult result = ofCopy(name).run("sample");
            assertThat(result.exitCode()).as(name).isEqualTo(69);
            assertThat(result.err().lines())
                    .as(name)
                    .singleElement()
                    .satisfies(line -> assertThat(line)
                            .startsWith("biggan-tune: it cannot run from ")
                            .endsWith("; rename the folder or move it"));
        }
    }

    @Test
    void folder_whoseNameEndsInALineBreak_isFound() throws Exception {
        for (String name : List.of("ends\n", "a!b")) {
            LaunchResult result = ofCopy(name).run("sample");
            assertThat(result.out()).as(name).contains("-Dbiggantune.home=" + folder.toRealPath() + "/" + name + "\n");
            assertThat(result.exitCode()).as(name).isEqualTo(37);
        }
    }

    /** A copy of the checkout in a folder of another name. */
    private Launcher ofCopy(String name) throws IOException {
        Path copy = folder.resolve(name);
        Path script = Files.createDirectories(copy.resolve("scripts")).resolve("biggan-tune");
        Files.createDirectories(copy.resolve("src/main"));
        Files.createDirectories(copy.resolve("target/lib"));
        Files.createFile(copy.resolve("pom.xml"));
        Files.createFile(copy.resolve("target/biggan-tune-1.jar"));
        Files.copy(Launcher.ofCheckout().program(), script);
        return new Launcher(script, launcher.folder(), launcher.environment(), launcher.limit());
    }

    @Test
    void libtorch_ofTheOption_hidesThatOfTheEnvironment() throws Exception {
        Launcher named = launcher.withVariable("PYTORCH_LIBRARY_PATH", "/env/lib")
                .withVariable("PYTORCH_VERSION", "2.7.1")
                .withVariable("PYTORCH_FLAVOR", "cu128");
        assertThat(named.run("sample").out()).contains("libtorch=/env/lib cu128\n");
        assertThat(named.run("sample", "--libtorch", "/mine").out()).doesNotContain("libtorch=/env/lib");
        assertThat(named.run("sample", "--libtorch=/mine").out()).doesNotContain("libtorch=/env/lib");
    }

    @Test
    void java_ofVersion25_getsNativeAccess() throws Exception {
        LaunchResult result = launcher.withVariable(
                        "BIGGAN_TUNE_JAVA", javaHome("25").toString())
                .run();
        assertThat(result.out().lines()).contains("--enable-native-access=ALL-UNNAMED");
    }

    @Test
    void java_tooOld_isRefused() throws Exception {
        Path old = javaHome("1.8.0_392");
        LaunchResult result =
                launcher.withVariable("BIGGAN_TUNE_JAVA", old.toString()).run();
        assertThat(result.exitCode()).isEqualTo(69);
        assertThat(result.err())
                .isEqualTo("biggan-tune: " + old + "/bin/java (from BIGGAN_TUNE_JAVA) is Java 1.8.0_392,"
                        + " expected 17 or newer; set BIGGAN_TUNE_JAVA\n");
    }

    @Test
    void java_missing_isRefused() throws Exception {
        LaunchResult result =
                launcher.withVariable("BIGGAN_TUNE_JAVA", "/no/such/java").run();
        assertThat(result.exitCode()).isEqualTo(69);
        assertThat(result.err())
                .isEqualTo("biggan-tune: no Java at /no/such/java (from BIGGAN_TUNE_JAVA);"
                        + " set BIGGAN_TUNE_JAVA to Java 17 or newer, or unset it\n");
    }

    @Test
    void checkout_startedTwiceAtOnce_isBuiltOnce() throws Exception {
        var first = CompletableFuture.supplyAsync(this::start);
        var second = CompletableFuture.supplyAsync(this::start);
        String errors = first.get().err() + second.get().err();
        assertThat(first.get().exitCode()).isEqualTo(37);
        assertThat(second.get().exitCode()).isEqualTo(37);
        assertThat(errors)
                .isEqualTo("biggan-tune: building once (about a minute; log in " + checkout.toRealPath()
                        + "/target/build.log) …\n");
        assertThat(start().err()).isEmpty();
        assertThat(checkout.resolve("builds")).hasContent("-q -B -ntp -Dquick package");
    }

    @Test
    void checkout_withNewerSource_isBuiltAgain() throws Exception {
        start();
        Path source = Files.createFile(checkout.resolve("src/main/A.java"));
        Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(1)));
        start();
        assertThat(Files.readAllLines(checkout.resolve("builds"))).hasSize(2);
    }

    @Test
    void checkout_thatDoesNotBuild_saysWhy() throws Exception {
        program(folder.resolve("bin/mvn"), "#!/bin/sh\necho 'A.java: broken'\nexit 1\n");
        LaunchResult result = start();
        assertThat(result.exitCode()).isEqualTo(70);
        assertThat(result.out()).isEmpty();
        assertThat(result.err())
                .endsWith("A.java: broken\nbiggan-tune: building " + checkout.toRealPath()
                        + " failed; the whole log is " + checkout.toRealPath() + "/target/build.log\n");
    }

    private LaunchResult start() {
        try {
            return launcher.run("sample");
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private Path javaHome(String version) throws IOException {
        Path home = folder.resolve("java-" + version);
        program(home.resolve("bin/java"), JAVA);
        Files.writeString(home.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"" + version + "\"\n");
        return home;
    }

    private static void program(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
