package dev.pollmode.eal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pollmode.sys.Errno;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Section 2.4 of the contract.
class EalOptionsTest {
    private static final EalOptionParser PARSER = EalOptionParser.withEnvironment(Map.of());

    /// Words between blanks.
    private static EalOptions parse(final String line) {
        return PARSER.parse(UnknownWords.REFUSE, words(line));
    }

    private static EalOptions keep(final String line) {
        return PARSER.parse(UnknownWords.KEEP, words(line));
    }

    private static String[] words(final String line) {
        return line.isEmpty() ? new String[0] : line.split(" ");
    }

    private static void assertRefused(final String line, final String... parts) {
        assertThatThrownBy(() -> parse(line)).isInstanceOfSatisfying(EalException.class, e -> {
            assertThat(e.errno()).isEqualTo(Errno.EINVAL);
            assertThat(e.getMessage()).contains(parts).doesNotContain("\n");
        });
    }

    /// How options are typed: EA-05, EA-06, EA-07.
    @Nested
    class Words {
        @ParameterizedTest
        @ValueSource(strings = {"-l 0-3", "-l0-3", "--lcores 0-3", "--lcores=0-3", "--lcor=0-3", "--lc 0-3", "-Al0-3"})
        void takeValuesInEveryPlace(final String line) {
            assertThat(parse(line).lcores().lcores()).contains(CoreList.parse("0-3"));
        }

        @ParameterizedTest
        @ValueSource(strings = {"--huge-unlink", "--huge-u"})
        void takeOptionalValuesInTheSameWordOnly(final String name) {
            assertThat(parse(name).memory().hugeUnlink()).isEqualTo(MemoryOptions.HugeUnlink.ALWAYS);
            assertThat(parse(name + "=never").memory().hugeUnlink()).isEqualTo(MemoryOptions.HugeUnlink.NEVER);
            assertRefused(name + " never", "'never'", "word 2", "is not an option");
        }

        /// ET-39: what `/eal/params` of telemetry tells.
        @Test
        void areKeptAsTheyWereTyped() {
            assertThat(parse("-Al0-3 --vd net_null0 --no-huge -- -i").words()).containsExactly("-Al0-3", "--vd", "net_null0", "--no-huge");
            assertThat(keep("-i --vdev net_null0 --nb-cores 2 --no-pci").words()).containsExactly("--vdev", "net_null0", "--no-pci");
            assertThat(EalOptionParser.withEnvironment(Map.of(EalOptionParser.ENVIRONMENT, "'-l 0'")).parse(UnknownWords.REFUSE, "--no-pci").words())
                .containsExactly("-l 0", "--no-pci");
        }

        @Test
        void endAtTwoDashes() {
            final EalOptions options = parse("--no-pci -- -i --no-huge @file -- x");

            assertThat(options.remaining()).containsExactly("-i", "--no-huge", "@file", "--", "x");
            assertThat(options.memory().noHuge()).isFalse();
        }

        @Test
        void nameAllOptionsThatAShortNameMayMean() {
            assertRefused("--no-pci --log", "'--log'", "word 2", "--log-color, --log-level, --log-timestamp");
            assertRefused("--no-h=1", "--no-hpet, --no-huge");
        }

        @Test
        void areNamedWhenUnknown() {
            assertRefused("--no-huge -m 1024 --bogus", "'--bogus'", "word 4", "is not known", "-h lists all");
            assertRefused("--no-hgue", "'--no-hgue'", "word 1", "did you mean --no-huge?");
            assertRefused("--vdeev=net_null0", "'--vdeev=net_null0'", "did you mean --vdev?");
            assertRefused("--no-pci -x", "'-x'", "word 2");
            assertRefused("-vx", "'-vx'", "unknown option '-x'");
            assertRefused("--no-pci net_null0", "argument 'net_null0'", "word 2", "come after --");
            assertRefused("-", "argument '-'");
            assertRefused("--=x", "'--=x'");
        }

        @Test
        void areNamedWhenTheirValueIsMissing() {
            assertRefused("--no-pci -l", "'-l'", "word 2", "needs a value, LIST", "the command line ends");
            assertRefused("--vdev --no-pci", "'--vdev'", "the next word is '--no-pci'");
            assertRefused("-l --", "the next word is '--'");
            assertRefused("--no-pci=1", "--no-pci takes no value");
        }

        @Test
        void mayHaveEmptyValuesWhereThatMakesSense() {
            assertRefused("--file-prefix=", "'--file-prefix='", "is not a part of a file name");
            assertRefused("--vdev=", "'--vdev='", "the name is missing");
            assertRefused("-l=", "expected a number but found '='");
        }

        @Test
        void haveNoControlCharacters() {
            assertThatThrownBy(() -> PARSER.parse(UnknownWords.REFUSE, "--huge-dir=/a\u0000b")).isInstanceOf(EalException.class)
                .hasMessageContaining("\\x00");
            assertThatThrownBy(() -> PARSER.parse(UnknownWords.REFUSE, "--trace=a\nb")).isInstanceOf(EalException.class)
                .hasMessageContaining("\\x0a");
        }
    }

    /// TM-01, TM-02: a command line without two dashes.
    @Nested
    class UnknownOnes {
        @Test
        void areKeptInTheirOrder() {
            final EalOptions options = keep("-l 0,1 --nb-cores 2 --vdev=net_null0 -i --forward-mode=io stats --no-pci -P");

            assertThat(options.remaining()).containsExactly("--nb-cores", "2", "-i", "--forward-mode=io", "stats", "-P");
            assertThat(options.devices().pci()).isFalse();
            assertThat(options.devices().vdevs()).hasSize(1);
        }

        @Test
        void areRefusedBeforeTwoDashes() {
            assertThatThrownBy(() -> keep("--nb-cores 2 -- -i")).hasMessageContaining("'--nb-cores'");
            assertThat(keep("--no-pci -- --nb-cores 2").remaining()).containsExactly("--nb-cores", "2");
        }

        @Test
        void areKeptAsWholeWords() {
            assertThat(keep("-iv -vi").remaining()).containsExactly("-iv", "-vi");
            assertThat(keep("-iv").versionWanted()).isFalse();
        }

        @Test
        void areThoseThatCouldMeanSeveralThings() {
            assertThat(keep("--no --log=5").remaining()).containsExactly("--no", "--log=5");
        }

        @Test
        void loseToTheEal() {
            final EalOptions options = keep("-i -a 0000:01:00.0 --no-p");

            assertThat(options.devices().allowed()).hasToString("[0000:01:00.0]");
            assertThat(options.devices().pci()).isFalse();
            assertThat(options.remaining()).containsExactly("-i");
            assertThatThrownBy(() -> keep("-i -a")).hasMessageContaining("'-a' (word 2) needs a value");
        }
    }

    /// EA-01 to EA-04, EA-17, EA-24, and our own.
    @Nested
    class Devices {
        @Test
        void areAddedInOrder() {
            final DeviceOptions devices = parse("--vdev=net_null1,copy=1 --vdev net_tap0,iface=x --vdev=vdev:net_null0").devices();

            assertThat(devices.vdevs()).extracting(Devargs::name).containsExactly("net_null1", "net_tap0", "net_null0");
            assertThat(devices.vdevs().getFirst().arguments()).isEqualTo("copy=1");
        }

        /// VB-12.
        @Test
        void areReplacedByTheLastOfTheirName() {
            final EalOptions options = parse("--vdev=net_null0 --vdev=net_ring0 --vdev=net_null0,copy=1");

            assertThat(options.devices().vdevs()).extracting(Devargs::toString).containsExactly("net_null0,copy=1", "net_ring0");
            assertThat(options.notes()).singleElement().asString()
                .contains("'--vdev=net_null0' (word 1) is replaced by '--vdev=net_null0,copy=1' (word 3)");
        }

        @Test
        void areAllowedOrBlocked() {
            assertThat(parse("-a 0000:3b:00.1,x=1 --allow 3b:00.2").devices().allowed()).hasSize(2);
            assertThat(parse("-b 0000:3b:00.1 --block=3b:00.2").devices().blocked()).hasSize(2);
            assertThat(parse("-A").devices().autoProbing()).isFalse();
            assertThat(parse("--auto-probing").devices().autoProbing()).isTrue();
            assertThat(parse("").devices().pci()).isTrue();
            assertThat(parse("--no-pci").devices().pci()).isFalse();
        }

        @Test
        void haveAddressesThatAreChecked() {
            assertRefused("-a 0000:3b:00.9", "'-a 0000:3b:00.9'", "word 1", "is not a PCI address");
            assertRefused("-b 0000:zz:00.1", "is not a PCI address");
            assertRefused("--vfio-user=5=/tmp/s", "'5' is not a PCI address such as 0000:00:05.0");
            assertRefused("--vfio-user=0000:00:05.0", "an address and a socket");
            assertRefused("--vfio-user=0000:00:05.0=", "'' is not a path");
        }

        @Test
        void comeFromVfioUserServers() {
            assertThat(parse("--vfio-user 00:05.0=/run/a=b --vfio-user=0000:00:06.0=/run/c").devices().vfioUser()).containsExactly(
                new DeviceOptions.VfioUserServer("0000:00:05.0", Path.of("/run/a=b")),
                new DeviceOptions.VfioUserServer("0000:00:06.0", Path.of("/run/c")));
        }

        @Test
        void haveInterruptsTokensAndPlaces() {
            final DeviceOptions devices = parse("--vfio-intr msix --vfio-vf-token 14d63f20-8445-11ea-8900-1f9ce7d5650d"
                + " -d /lib/a.jar -d /lib/drivers --sysfs-root /tmp/sys --allow-exec").devices();

            assertThat(devices.vfioIntr()).contains(DeviceOptions.VfioIntr.MSIX);
            assertThat(devices.vfToken()).contains(UUID.fromString("14d63f20-8445-11ea-8900-1f9ce7d5650d"));
            assertThat(devices.driverPaths()).containsExactly(Path.of("/lib/a.jar"), Path.of("/lib/drivers"));
            assertThat(devices.sysfsRoot()).isEqualTo(Path.of("/tmp/sys"));
            assertThat(devices.execAllowed()).isTrue();
            assertThat(parse("").devices().sysfsRoot()).isEqualTo(Path.of("/sys"));
            assertThat(parse("").devices().execAllowed()).isFalse();
            assertRefused("--vfio-intr=msi-x", "'msi-x' is not one of legacy, msi, msix; did you mean msix?");
            assertRefused("--vfio-vf-token=14d63f20844511ea89001f9ce7d5650d", "is not a UUID such as");
            assertRefused("--vfio-vf-token=1-1-1-1-1", "is not a UUID such as");
        }
    }

    /// EA-09 to EA-11.
    @Nested
    class LcoresOf {
        @Test
        void theCommandLine() {
            final LcoreOptions lcores = parse("-l 0-3 --main-lcore 2 -S 4,5").lcores();

            assertThat(lcores.lcores()).contains(CoreList.parse("0-3"));
            assertThat(lcores.mainLcore()).isEqualTo(OptionalInt.of(2));
            assertThat(lcores.serviceLcores()).contains(CoreList.parse("4,5"));
            assertThat(parse("").lcores().lcores()).isEmpty();
        }

        @Test
        void masksAreDeprecatedButUnderstood() {
            final EalOptions options = parse("-c 0xf -s 30");

            assertThat(options.lcores().lcores()).contains(CoreList.parse("0-3"));
            assertThat(options.lcores().serviceLcores()).contains(CoreList.parse("4,5"));
            assertThat(options.notes()).containsExactly("option '-c 0xf' is deprecated; use -l", "option '-s 30' is deprecated; use -S");
        }

        @Test
        void areNumberedAnew() {
            assertThat(parse("-l 200-201 -R").lcores().lcores()).contains(CoreList.parse("0@200,1@201"));
            assertThat(parse("-l 4,5 -R8").lcores().lcores()).contains(CoreList.parse("8@4,9@5"));
            assertThat(parse("-c f0 --remap-lcore-ids=1").lcores().lcores()).contains(CoreList.parse("1@4,2@5,3@6,4@7"));
            assertThat(parse("-R").lcores().firstId()).isEqualTo(OptionalInt.of(0));
            assertRefused("-l 0@1 -R", "'@' and '('");
            assertRefused("-R128", "'128' is not a number from 0 to 127");
        }

        @Test
        void areCheckedAgainstEachOther() {
            assertRefused("-l 0,1 --main-lcore 2", "'--main-lcore=2'", "lcore 2 is not one of the lcores 0-1");
            assertRefused("-l 0-3 -S 2 --main-lcore=2", "lcore 2 runs services");
            assertRefused("--main-lcore x", "'x' is not a number from 0 to 127");
        }
    }

    /// EA-14 to EA-16, EA-19.
    @Nested
    class Memory {
        @Test
        void isInMebibytes() {
            assertThat(parse("-m 1024").memory().size()).isEqualTo(OptionalLong.of(1L << 30));
            assertThat(parse("--numa-mem 1,0,2").memory().numaSizes()).containsExactly(1L << 20, 0L, 2L << 20);
            assertThat(parse("--socket-mem 1").memory().numaSizes()).containsExactly(1L << 20);
            assertThat(parse("--socket-limit=4096").memory().numaLimits()).containsExactly(4L << 30);
            assertThat(parse("").memory().size()).isEmpty();
            assertRefused("-m 1G", "'-m 1G'", "'1G' is not a number");
            assertRefused("-m 0", "'0' is not a number from 1");
            assertRefused("-m -5", "'-m'", "needs a value");
            assertRefused("-m-5", "'-5' is not a number");
            assertRefused("--numa-mem 1,x", "'x' is not a number");
            assertRefused("--numa-mem 1,", "'' is not a number");
            assertRefused("--numa-mem " + "1,".repeat(40) + "1", "more than 32 numbers");
        }

        @Test
        void hasLimitsByPageSize() {
            assertThat(parse("--pagesz-mem 2M:32G --pagesz-mem=1g:0").memory().pageSizeLimits())
                .containsExactlyInAnyOrderEntriesOf(Map.of(2L << 20, 32L << 30, 1L << 30, 0L));
            assertRefused("--pagesz-mem 2M", "is not <page size>:<limit>");
            assertRefused("--pagesz-mem 3M:6M", "'3M' is not a power of two");
            assertRefused("--pagesz-mem 2M:3M", "not a multiple of the page size 2M");
            assertRefused("--pagesz-mem 2M:x", "'x' is not a size such as");
            assertRefused("--pagesz-mem 2M:99999999999999999G", "is not a size such as");
        }

        @Test
        void isOfKinds() {
            final MemoryOptions memory = parse("--no-huge --in-memory --single-file-segments --iova-mode=va").memory();

            assertThat(memory.noHuge()).isTrue();
            assertThat(memory.inMemory()).isTrue();
            assertThat(memory.singleFileSegments()).isTrue();
            assertThat(memory.iovaMode()).contains(MemoryOptions.IovaMode.VA);
            assertThat(parse("--huge-dir /mnt/huge").memory().hugeDir()).contains(Path.of("/mnt/huge"));
            assertRefused("--iova-mode=dc", "'dc' is not one of pa, va");
            assertRefused("--huge-unlink=sometimes", "one of existing, always, never");
        }

        @Test
        void hasAFilePrefix() {
            assertThat(parse("--file-prefix=er1").filePrefix()).isEqualTo("er1");
            assertThat(parse("").filePrefix()).isEqualTo("rte");
            assertRefused("--file-prefix=../x", "'../x' is not a part of a file name");
            assertRefused("--file-prefix=a%b", "'a%b'");
        }
    }

    /// EA-12, EA-13, EA-21, EA-25, EA-26.
    @Nested
    class LogsAndTraces {
        @Test
        void haveLevels() {
            assertThat(parse("--log-level=8 --log-level=pmd.*:debug --log-level=^pmd,5").logs().levels())
                .containsExactly("8", "pmd.*:debug", "^pmd,5");
            assertThat(parse("--log-level help").logs().help()).isTrue();
            assertRefused("--log-level=pmd.*:loud", "'--log-level=pmd.*:loud'", "'loud' is not a level");
            assertRefused("--log-level=0", "'0' is not a level");
            assertRefused("--log-level=pmd.(:1,2", "'(' at character 5 is not closed");
        }

        @Test
        void haveColorsTimesAndSyslog() {
            final LogOptions logs = parse("--log-color=auto --log-timestamp=iso --syslog=local0").logs();

            assertThat(logs.color()).isEqualTo(LogOptions.Color.AUTO);
            assertThat(logs.timestamp()).isEqualTo(LogOptions.Timestamp.ISO);
            assertThat(logs.syslog()).contains(LogOptions.Facility.LOCAL0);
            assertThat(LogOptions.Facility.LOCAL0.ordinal()).isEqualTo(16);
            assertThat(parse("--log-color").logs().color()).isEqualTo(LogOptions.Color.ALWAYS);
            assertThat(parse("--log-timestamp").logs().timestamp()).isEqualTo(LogOptions.Timestamp.TIME);
            assertThat(parse("--syslog").logs().syslog()).contains(LogOptions.Facility.DAEMON);
            assertThat(parse("").logs()).isEqualTo(LogOptions.defaults());
            assertRefused("--syslog=local8", "did you mean local");
        }

        @Test
        void haveTraces() {
            final TraceOptions traces = parse("--trace=pmd.* --trace=lib --trace-dir=/tmp/t --trace-bufsz=2M --trace-mode=d").traces();

            assertThat(traces.patterns()).containsExactly("pmd.*", "lib");
            assertThat(traces.directory()).contains(Path.of("/tmp/t"));
            assertThat(traces.bufferBytes()).isEqualTo(2L << 20);
            assertThat(traces.mode()).isEqualTo(TraceOptions.Mode.DISCARD);
            assertThat(parse("").traces().bufferBytes()).isEqualTo(1L << 20);
            assertRefused("--trace-mode=x", "one of overwrite, discard");
            assertRefused("--trace-bufsz=0", "a size above 0");
        }

        @Test
        void haveTelemetryUnlessToldOtherwise() {
            assertThat(parse("").telemetry()).isTrue();
            assertThat(parse("--telemetry").telemetry()).isTrue();
            assertThat(parse("--no-telemetry").telemetry()).isFalse();
        }

        @Test
        void haveVersionAndHelp() {
            assertThat(parse("-v").versionWanted()).isTrue();
            assertThat(parse("--help").helpWanted()).isTrue();
            assertThat(parse("-hv").helpWanted()).isTrue();
            assertThat(parse("").helpWanted()).isFalse();
        }
    }

    /// EA-08.
    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', value = {
        "-c 3 -l 0,1; '-l 0,1' (word 3); '-c 3' (word 1)",
        "-a 00:01.0 --block=00:02.0; '-a 00:01.0' (word 1); '--block=00:02.0' (word 3)",
        "-A -b 00:02.0; '-A' (word 1); '-b 00:02.0' (word 2)",
        "--auto-probing -A; '-A' (word 2); '--auto-probing' (word 1)",
        "--telemetry --no-tele; '--telemetry' (word 1); '--no-telemetry' (word 2)",
        "-m 64 --socket-mem=64; '-m 64' (word 1); '--socket-mem=64' (word 3)",
        "-S 1 -s 2; '-S 1' (word 1); '-s 2' (word 3)",
        "--no-huge --numa-mem=64; '--no-huge' (word 1); '--numa-mem=64' (word 2)",
        "--no-huge --pagesz-mem=2M:4M; '--no-huge' (word 1); '--pagesz-mem=2M:4M' (word 2)",
        "--no-huge --huge-unlink; '--no-huge' (word 1); '--huge-unlink' (word 2)",
        "--in-memory --huge-unlink=never; '--in-memory' (word 1); '--huge-unlink=never' (word 2)",
        "--single-file-segments --huge-unlink; '--single-file-segments' (word 1); '--huge-unlink' (word 2)"})
    void namesBothOfTwoThatCannotBeUsedTogether(final String line, final String first, final String second) {
        assertRefused(line, first, second, "cannot be used together");
    }

    /// EA-08: C refuses the first pair by naming an option that nobody typed.
    @ParameterizedTest
    @ValueSource(strings = {"--in-memory --no-huge", "--no-huge --single-file-segments", "-m 64 --no-huge", "--no-pci -a 00:01.0",
        "--legacy-mem --in-memory", "-l 0,1 -S 1", "--no-huge --huge-worker-stack"})
    void letsTheseWorkTogether(final String line) {
        assertThat(parse(line).remaining()).isEmpty();
    }

    @Test
    void warnsOfTheEarlierOneWhereTheLastCounts() {
        final EalOptions options = parse("-m 64 --file-prefix=a -m 128");

        assertThat(options.memory().size()).isEqualTo(OptionalLong.of(128L << 20));
        assertThat(options.notes()).containsExactly("option '-m 64' (word 1) is overruled by '-m 128' (word 4)");
    }

    /// EA-18, EA-22, EA-23.
    @ParameterizedTest
    @ValueSource(strings = {"--base-virtaddr=0x100000000", "--legacy-mem", "--match-allocations", "--create-uio-dev", "--vmware-tsc-map",
        "--no-hpet", "--no-shconf", "-n 4", "-r 2", "--mbuf-pool-ops-name=ring_mp_mc", "--huge-worker-stack", "--huge-worker-stack=64",
        "--force-max-simd-bitwidth=512", "--huge-unlink=never", "--trace-mode=d"})
    void acceptsWhatHasNoEffectAndSaysSoOnce(final String line) {
        assertThat(parse(line + " " + line).notes().stream().filter(note -> note.contains("has no effect"))).singleElement().asString()
            .startsWith("option '" + line);
    }

    /// EA-20.
    @Test
    void refusesSecondaryProcesses() {
        assertThat(parse("--proc-type=primary --proc-type=auto").remaining()).isEmpty();
        assertRefused("--proc-type secondary", "'--proc-type=secondary'", "word 1", "there are no secondary processes");
        assertRefused("--proc-type=third", "'third' is not one of primary, auto");
    }

    /// EA-29.
    @Nested
    class LongLines {
        @TempDir
        private Path directory;

        @Test
        void comeFromFiles() throws Exception {
            final Path file = Files.writeString(directory.resolve("eal.args"), """
                # two lcores, no PCI
                -l 0,1 --no-pci
                --vdev 'net_null0,copy=1'  # comment
                --huge-dir "/mnt/my \\"huge\\" pages" --file-prefix=a#b --trace-dir=/a\\ b
                """);
            final EalOptions options = PARSER.parse(UnknownWords.REFUSE, "@" + file, "--no-huge", "--", "-i");

            assertThat(options.lcores().lcores()).contains(CoreList.parse("0,1"));
            assertThat(options.devices().vdevs()).hasToString("[net_null0,copy=1]");
            assertThat(options.memory().hugeDir()).contains(Path.of("/mnt/my \"huge\" pages"));
            assertThat(options.filePrefix()).isEqualTo("a#b");
            assertThat(options.traces().directory()).contains(Path.of("/a b"));
            assertThat(options.remaining()).containsExactly("-i");
        }

        @Test
        void mayHaveTwoDashesInAFile() throws Exception {
            final Path file = Files.writeString(directory.resolve("eal.args"), "--no-pci -- -i");

            assertThat(PARSER.parse(UnknownWords.REFUSE, "@" + file, "@none", "--x").remaining()).containsExactly("-i", "@none", "--x");
        }

        @Test
        void nameTheFileOfAWrongWord() throws Exception {
            final Path file = Files.writeString(directory.resolve("eal.args"), "--no-pci --bogus");

            assertThatThrownBy(() -> PARSER.parse(UnknownWords.KEEP, "@" + file)).isInstanceOf(EalException.class)
                .hasMessageContaining("'--bogus' (word 2 of '@" + file + "')");
        }

        @Test
        void nameAFileThatCannotBeRead() throws Exception {
            assertRefused("--no-pci @/nonexistent", "'@/nonexistent' (word 2)", "cannot read");
            assertRefused("@" + directory, "cannot read");
            Files.write(directory.resolve("binary"), new byte[] {(byte) 0xff, (byte) 0xfe});
            assertRefused("@" + directory.resolve("binary"), "UTF-8");
            Files.writeString(directory.resolve("quote"), "--vdev 'net_null0");
            assertRefused("@" + directory.resolve("quote"), "the quote at character 8 is not closed");
            Files.write(directory.resolve("long"), new byte[(1 << 20) + 1]);
            assertRefused("@" + directory.resolve("long"), "longer than");
        }

        @Test
        void comeFromTheEnvironmentFirst() {
            final EalOptionParser parser = EalOptionParser.withEnvironment(Map.of("POLLMODE_EAL_ARGS", "--no-pci -m 64"));
            final EalOptions options = parser.parse(UnknownWords.REFUSE, "-m", "128", "--", "-i");

            assertThat(options.devices().pci()).isFalse();
            assertThat(options.memory().size()).isEqualTo(OptionalLong.of(128L << 20));
            assertThat(options.notes()).containsExactly(
                "option '-m 64' (word 2 of POLLMODE_EAL_ARGS) is overruled by '-m 128' (word 1)");
            assertThat(options.remaining()).containsExactly("-i");
        }

        @Test
        void nameTheEnvironmentOfAWrongWord() {
            assertThatThrownBy(() -> EalOptionParser.withEnvironment(Map.of("POLLMODE_EAL_ARGS", "--bogus")).parse(UnknownWords.KEEP, "-i"))
                .hasMessageContaining("'--bogus' (word 1 of POLLMODE_EAL_ARGS)");
            assertThatThrownBy(() -> EalOptionParser.withEnvironment(Map.of("POLLMODE_EAL_ARGS", "--no-pci -- -i")).parse(UnknownWords.KEEP))
                .hasMessageContaining("'--' (word 2 of POLLMODE_EAL_ARGS)");
        }
    }

    /// Command lines that went wrong in the compared system: only an unknown option is wrong at this stage, the others are for
    /// devices, lcores and the application to judge.
    @ParameterizedTest
    @MethodSource
    void namesTheWrongWordOfKnownLines(final String line, final String wrong) {
        final List<String> words = Arrays.asList(words("--no-huge -m 1024 --no-pci --file-prefix=er1 " + line));
        if (wrong == null) {
            assertThat(PARSER.parse(UnknownWords.REFUSE, words.toArray(String[]::new)).remaining()).contains("-i");
        } else {
            assertThatThrownBy(() -> PARSER.parse(UnknownWords.REFUSE, words.toArray(String[]::new)))
                .isInstanceOf(EalException.class).hasMessageContaining(wrong)
                .hasMessageContaining("word " + (words.indexOf(wrong) + 1));
        }
    }

    static Stream<Arguments> namesTheWrongWordOfKnownLines() {
        final List<String> devices = List.of("net_nosuch0", "net_null0,foo=1", "net_tap0,iface=", "net_tap0,iface=averyveryverylongifname0",
            "net_tap0,iface=lo", "net_tap0,remote=nosuch", "net_tap0,mac=zz", "net_tap0,mac=fixed", "net_tap0,bogus=1",
            "net_virtio_user0,path=/tmp/nosuch.sock", "net_virtio_user0", "net_virtio_user0,path=/tmp/nosuch.sock,bogus=1", "net_vhost0",
            "net_vhost0,iface=/tmp/er1.sock,bogus=1", "net_ring0,foo=1", "net_af_packet0", "net_af_packet0,iface=nosuch",
            "net_null0 --vdev=net_null0");
        final Stream<String> right = Stream.concat(devices.stream().map(device -> "-l 0,1 --vdev=" + device + " -- -i"),
            Stream.of("-l 0,7 --vdev=net_null0 -- -i", "-l 0 --vdev=net_null0 -- -i", "-l 0,1 --vdev=net_null0 -- -i --bogus",
                "-l 0,1 --vdev=net_null0 -- -i --forward-mode=bogus", "-l 0,1 --vdev=net_null0 -- -i --rxq=9999"));
        return Stream.concat(right.map(line -> Arguments.of(line, null)),
            Stream.of(Arguments.of("-l 0,1 --bogus -- -i", "--bogus")));
    }

    /// EA-26.
    @Test
    void helpsWithEveryOption() {
        final String usage = EalUsage.text();

        for (final EalOption option : EalOption.values()) {
            assertThat(usage).contains("--" + option.longName()).contains(option.help());
        }
        assertThat(usage).contains("-l, --lcores LIST", "--huge-unlink[=WHEN]", "also --socket-mem");
        assertThat(usage.lines()).allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(120));
    }
}
