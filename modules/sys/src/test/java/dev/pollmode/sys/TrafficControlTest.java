package dev.pollmode.sys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pollmode.sys.FilterAction.Mirred;
import dev.pollmode.sys.TrafficControl.FilterQdisc;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

@RequiresNetNs
class TrafficControlTest {
    private static final byte[] COOKIE = HexFormat.of().parseHex("706f6c6c6d6f646500000001");
    private static final byte[] MAC = HexFormat.of().parseHex("02aabbccddee");

    private TestNet net;
    private TrafficControl control;
    private int left;
    private int target;

    @BeforeEach
    void makePairs() {
        net = new TestNet().veth("left", "right").veth("target", "sink");
        control = TrafficControl.openIn(net.namespace);
        left = net.index("left");
        target = net.index("target");
    }

    @AfterEach
    void close() {
        control.close();
        net.close();
    }

    @ParameterizedTest
    @EnumSource(FilterQdisc.class)
    void addsAndDeletesAQueueingDiscipline(final FilterQdisc qdisc) {
        control.addQdisc(left, qdisc);
        assertThat(control.qdiscs(left)).extracting(QdiscInfo::kind).contains(qdisc.text());
        assertThat(net.exec("tc", "qdisc", "show", "dev", "left")).contains("qdisc " + qdisc.text() + " ffff:");
        assertThat(control.qdiscs(target)).extracting(QdiscInfo::kind).doesNotContain(qdisc.text());

        control.deleteQdisc(left, qdisc);
        assertThat(control.qdiscs(left)).extracting(QdiscInfo::kind).doesNotContain(qdisc.text());
    }

    @Test
    void doesNotReplaceTheQueueingDisciplineOfTheAdministrator() {
        net.exec("tc", "qdisc", "add", "dev", "left", "ingress");

        for (final FilterQdisc qdisc : FilterQdisc.values()) {
            assertThatThrownBy(() -> control.addQdisc(left, qdisc)).isInstanceOf(NetlinkException.class).hasMessageContaining("EEXIST");
        }
        assertThat(net.exec("tc", "qdisc", "show", "dev", "left")).contains("qdisc ingress ffff:");
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void addsAFilterThatMatchesAllAndDeletesItExactly(final FilterKind kind) {
        control.addQdisc(left, FilterQdisc.CLSACT);
        final FilterAction action = FilterAction.mirred(Mirred.REDIRECT_TO_EGRESS, target, COOKIE);
        final FilterInfo added = add(spec(TrafficControl.INGRESS, 100, MacMatch.all(), action), kind);

        assertThat(added).isEqualTo(new FilterInfo(left, TrafficControl.INGRESS, 100, TrafficControl.ETH_P_ALL, kind.text(), 0, added.handle(),
            List.of(action)));
        assertThat(control.filters(left, TrafficControl.INGRESS)).containsExactly(added);
        assertThat(net.exec("tc", "-j", "filter", "show", "dev", "left", "ingress"))
            .contains("\"protocol\":\"all\"").contains("\"pref\":100").contains("\"kind\":\"" + kind.text() + "\"")
            .contains("\"mirred_action\":\"redirect\"").contains("\"direction\":\"egress\"").contains("\"to_dev\":\"target\"")
            .contains("\"type\":\"stolen\"").contains("\"cookie\":\"" + HexFormat.of().formatHex(COOKIE) + "\"");

        control.deleteFilter(added);
        assertThat(control.filters(left, TrafficControl.INGRESS)).isEmpty();
        assertThatThrownBy(() -> control.deleteFilter(added)).isInstanceOf(NetlinkException.class)
            .satisfies(e -> assertThat(((NetlinkException) e).errno()).isIn(Errno.ENOENT, Errno.EINVAL));
    }

    @ParameterizedTest
    @MethodSource("kindsThatMatchAddresses")
    void addsAFilterForOneAddress(final FilterKind kind) {
        control.addQdisc(left, FilterQdisc.INGRESS);
        final FilterAction action = FilterAction.mirred(Mirred.MIRROR_TO_EGRESS, target, COOKIE);

        final FilterInfo added = add(spec(TrafficControl.INGRESS, 7, MacMatch.to(MAC), action), kind);

        assertThat(added.actions()).containsExactly(action);
        assertThat(net.exec("tc", "-j", "filter", "show", "dev", "left", "ingress"))
            .contains("\"mirred_action\":\"mirror\"").contains("\"type\":\"continue\"");
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void redirectedFramesLeaveByTheTargetOnly(final FilterKind kind) {
        control.addQdisc(left, FilterQdisc.INGRESS);
        add(spec(TrafficControl.INGRESS, 1, MacMatch.all(), FilterAction.mirred(Mirred.REDIRECT_TO_EGRESS, target, COOKIE)), kind);
        try (PacketSocket right = socket("right"); PacketSocket sink = socket("sink"); PacketSocket watcher = socket("left")) {
            TestFrame.send(right, TestFrame.of("02aabbccddee", 1));
            TestFrame.send(right, TestFrame.of("ffffffffffff", 2));

            assertThat(TestFrame.await(sink, 2)).containsExactly(1, 2);
            assertThat(TestFrame.receive(watcher)).isNull();
        }
    }

    @ParameterizedTest
    @MethodSource("kindsThatMatchAddresses")
    void onlyFramesToTheAddressAreMirrored(final FilterKind kind) {
        control.addQdisc(left, FilterQdisc.CLSACT);
        add(spec(TrafficControl.INGRESS, 1, MacMatch.to(MAC), FilterAction.mirred(Mirred.MIRROR_TO_EGRESS, target, COOKIE)), kind);
        add(spec(TrafficControl.INGRESS, 2, new MacMatch(HexFormat.of().parseHex("333300000000"), HexFormat.of().parseHex("ffff00000000")),
            FilterAction.mirred(Mirred.MIRROR_TO_EGRESS, target, COOKIE)), kind);
        try (PacketSocket right = socket("right"); PacketSocket sink = socket("sink"); PacketSocket watcher = socket("left")) {
            TestFrame.send(right, TestFrame.of("02aabbccddee", 1));
            TestFrame.send(right, TestFrame.of("02aabbccddef", 2));
            TestFrame.send(right, TestFrame.of("03aabbccddee", 3));
            TestFrame.send(right, TestFrame.of("333300000016", 4));
            TestFrame.send(right, TestFrame.of("02aabbccddee", 5));

            assertThat(TestFrame.await(watcher, 5)).containsExactly(1, 2, 3, 4, 5);
            assertThat(TestFrame.await(sink, 3)).containsExactly(1, 4, 5);
        }
    }

    @Test
    void framesPassAgainOnceTheFilterIsDeleted() {
        control.addQdisc(left, FilterQdisc.INGRESS);
        final FilterInfo filter = control.addFilter(
            spec(TrafficControl.INGRESS, 1, MacMatch.all(), FilterAction.mirred(Mirred.REDIRECT_TO_EGRESS, target, COOKIE)), FilterKind.BPF);
        control.deleteFilter(filter);
        try (PacketSocket right = socket("right"); PacketSocket sink = socket("sink"); PacketSocket watcher = socket("left")) {
            TestFrame.send(right, TestFrame.of("02aabbccddee", 1));

            assertThat(TestFrame.await(watcher, 1)).containsExactly(1);
            assertThat(TestFrame.receive(sink)).isNull();
        }
    }

    @Test
    void deletesItsOwnFilterAndLeavesThoseOfTheAdministrator() {
        net.exec("tc", "qdisc", "add", "dev", "left", "clsact");
        net.exec("tc", "filter", "add", "dev", "left", "ingress", "prio", "5", "protocol", "ip", "u32", "match", "u32", "0", "0",
            "action", "mirred", "egress", "mirror", "dev", "target");
        final FilterAction action = FilterAction.mirred(Mirred.MIRROR_TO_EGRESS, target, COOKIE);
        control.addFilter(spec(TrafficControl.INGRESS, 6, MacMatch.all(), action), FilterKind.U32);
        control.addFilter(spec(TrafficControl.INGRESS, 6, MacMatch.to(MAC), action), FilterKind.U32);

        final List<FilterInfo> all = control.filters(left, TrafficControl.INGRESS);
        assertThat(all).hasSize(3);
        all.stream().filter(filter -> filter.bears(COOKIE)).forEach(control::deleteFilter);

        assertThat(control.filters(left, TrafficControl.INGRESS)).singleElement().satisfies(filter -> {
            assertThat(filter.priority()).isEqualTo(5);
            assertThat(filter.protocol()).isEqualTo(0x0800);
            assertThat(filter.actions()).singleElement().satisfies(left -> {
                assertThat(left.kind()).isEqualTo("mirred");
                assertThat(left.direction()).isEqualTo(Mirred.MIRROR_TO_EGRESS);
                assertThat(left.cookie()).isEmpty();
            });
        });
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void leavesNoTraceOfAPriorityWhoseFiltersAreGone(final FilterKind kind) {
        control.addQdisc(left, FilterQdisc.INGRESS);
        final FilterAction action = FilterAction.mirred(Mirred.REDIRECT_TO_EGRESS, target, COOKIE);
        final FilterInfo first = add(spec(TrafficControl.INGRESS, 3, MacMatch.all(), action), kind);
        final FilterInfo other = control.addFilter(spec(TrafficControl.INGRESS, 4, MacMatch.all(), action), FilterKind.U32);

        control.deleteEmptyPriority(first);
        assertThat(control.filters(left, TrafficControl.INGRESS)).containsExactly(first, other);
        control.deleteFilter(first);
        control.deleteEmptyPriority(first);
        control.deleteEmptyPriority(first);
        assertThat(net.exec("tc", "filter", "show", "dev", "left", "ingress")).contains("pref 4").doesNotContain("pref 3");
    }

    @Test
    void showsTheChainOfAFilter() {
        net.exec("tc", "qdisc", "add", "dev", "left", "clsact");
        net.exec("tc", "filter", "add", "dev", "left", "ingress", "chain", "42", "prio", "5", "protocol", "all", "u32", "match", "u32", "0", "0",
            "action", "mirred", "egress", "mirror", "dev", "target", "cookie", "aabb");

        final FilterInfo filter = control.filters(left, TrafficControl.INGRESS).getFirst();
        assertThat(filter.chain()).isEqualTo(42);
        assertThat(filter.bears(new byte[] {(byte) 0xaa, (byte) 0xbb})).isTrue();

        control.deleteFilter(filter);
        assertThat(control.filters(left, TrafficControl.INGRESS)).isEmpty();
    }

    @Test
    void filtersWhatLeavesWithClsactOnly() {
        final FilterSpec spec = spec(TrafficControl.EGRESS, 1, MacMatch.all(), FilterAction.mirred(Mirred.REDIRECT_TO_EGRESS, target, COOKIE));
        control.addQdisc(left, FilterQdisc.CLSACT);
        final FilterInfo added = control.addFilter(spec, FilterKind.BPF);

        assertThat(control.filters(left, TrafficControl.EGRESS)).containsExactly(added);
        assertThat(control.filters(left, TrafficControl.INGRESS)).isEmpty();
    }

    private List<FilterSpec> copyGroupsAndRedirectTheRest() {
        return List.of(spec(TrafficControl.INGRESS, 3, MacMatch.groups(true), FilterAction.mirred(Mirred.MIRROR_TO_EGRESS, target, COOKIE)),
            spec(TrafficControl.INGRESS, 4, MacMatch.groups(false), FilterAction.mirred(Mirred.REDIRECT_TO_EGRESS, target, COOKIE)));
    }

    @Test
    void addsAQdiscAndFiltersOfTheFirstKindThatTheKernelHasAtOnce() {
        final List<FilterInfo> added = control.addFilters(FilterQdisc.INGRESS, copyGroupsAndRedirectTheRest(), List.of(FilterKind.values()));

        assertThat(control.filters(left, TrafficControl.INGRESS)).containsExactlyElementsOf(added).hasSize(2);
        assertThat(added).extracting(FilterInfo::kind).containsOnly(kindsThatMatchAddresses().findFirst().orElseThrow().text());
        try (PacketSocket right = socket("right"); PacketSocket sink = socket("sink"); PacketSocket watcher = socket("left")) {
            TestFrame.send(right, TestFrame.of("02aabbccddee", 1));
            TestFrame.send(right, TestFrame.of("ffffffffffff", 2));
            TestFrame.send(right, TestFrame.of("01005e000001", 3));
            TestFrame.send(right, TestFrame.of("02aabbccddef", 4));

            assertThat(TestFrame.await(sink, 4)).containsExactly(1, 2, 3, 4);
            assertThat(TestFrame.await(watcher, 2)).containsExactly(2, 3);
        }
    }

    @Test
    void addsNoFiltersWhereItCannotAddTheQdisc() {
        control.addQdisc(left, FilterQdisc.CLSACT);

        assertThatThrownBy(() -> control.addFilters(FilterQdisc.INGRESS, copyGroupsAndRedirectTheRest(), List.of(FilterKind.values())))
            .isInstanceOf(NetlinkException.class).hasMessageContaining("EEXIST");

        assertThat(control.filters(left, TrafficControl.INGRESS)).isEmpty();
        assertThat(control.addFilters(null, copyGroupsAndRedirectTheRest(), List.of(FilterKind.values()))).hasSize(2);
    }

    @Test
    void addsNoQdiscWhereItCannotAddTheFilters() {
        final List<FilterSpec> toNowhere = List.of(spec(TrafficControl.INGRESS, 3, MacMatch.all(),
            FilterAction.mirred(Mirred.REDIRECT_TO_EGRESS, 4711, COOKIE)));

        assertThatThrownBy(() -> control.addFilters(FilterQdisc.INGRESS, toNowhere, List.of(FilterKind.values())))
            .isInstanceOf(NetlinkException.class).hasMessageContaining("ENODEV");

        assertThat(control.qdiscs(left)).extracting(QdiscInfo::kind).doesNotContain("ingress");
        assertThatIllegalArgumentException().isThrownBy(() -> control.addFilters(null, copyGroupsAndRedirectTheRest(), List.of(FilterKind.MATCHALL)));
    }

    @Test
    void letsTheKernelChooseThePriority() {
        control.addQdisc(left, FilterQdisc.INGRESS);
        final FilterSpec spec = spec(TrafficControl.INGRESS, 0, MacMatch.all(), FilterAction.mirred(Mirred.REDIRECT_TO_EGRESS, target, COOKIE));

        final FilterInfo added = control.addFilter(spec, FilterKind.U32);

        assertThat(added.priority()).isPositive();
        control.deleteFilter(added);
        assertThat(control.filters(left, TrafficControl.INGRESS)).isEmpty();
    }

    @Test
    void aCookieMayHaveSixteenBytesAndNoMore() {
        control.addQdisc(left, FilterQdisc.INGRESS);
        final FilterAction action = FilterAction.mirred(Mirred.MIRROR_TO_INGRESS, target, new byte[16]);

        assertThat(control.addFilter(spec(TrafficControl.INGRESS, 1, MacMatch.all(), action), FilterKind.BPF).actions()).containsExactly(action);
        assertThatIllegalArgumentException().isThrownBy(() -> FilterAction.mirred(Mirred.MIRROR_TO_INGRESS, target, new byte[17]));
    }

    @Test
    void refusesToDeleteMoreThanOneFilter() {
        final FilterInfo all = new FilterInfo(left, TrafficControl.INGRESS, 0, TrafficControl.ETH_P_ALL, "u32", 0, 0, List.of());

        assertThatIllegalArgumentException().isThrownBy(() -> control.deleteFilter(all)).withMessageStartingWith("not one filter");
    }

    @Test
    void saysThatThereIsNothingToHoldTheFilter() {
        final FilterSpec spec = spec(TrafficControl.INGRESS, 1, MacMatch.all(), FilterAction.mirred(Mirred.REDIRECT_TO_EGRESS, target, COOKIE));

        assertThatThrownBy(() -> control.addFilter(spec, FilterKind.U32)).isInstanceOf(NetlinkException.class)
            .hasMessageStartingWith("RTM_NEWTFILTER(ifindex " + left + ", u32): EINVAL");
        assertThat(control.filters(left, TrafficControl.INGRESS)).isEmpty();
    }

    @Test
    void leavesNoDescriptorBehind() {
        final int before = OpenFds.count();
        for (int i = 0; i < 200; i++) {
            try (TrafficControl own = TrafficControl.open()) {
                assertThatThrownBy(() -> own.deleteQdisc(4711, FilterQdisc.INGRESS)).isInstanceOf(NetlinkException.class);
            }
        }
        assertThat(OpenFds.count()).isLessThanOrEqualTo(before);
    }

    /// A program that is direct needs no action: it says itself what is done with the frame.
    @Test
    void aProgramDropsWhatItKnowsAndBearsTheHandleItWasGiven() {
        control.addQdisc(left, FilterQdisc.CLSACT);
        final BpfProgram program = new BpfAssembler().requireLength(14).load(2, 12).requireEqual(TestFrame.TYPE).answer(BpfProgram.DROP)
            .answer(BpfProgram.NEXT).direct();
        final FilterInfo added = control.addFilter(new FilterSpec(left, TrafficControl.EGRESS, 7, TrafficControl.ETH_P_ALL, 0x504d_0001, program, null),
            FilterKind.BPF);

        assertThat(added).isEqualTo(new FilterInfo(left, TrafficControl.EGRESS, 7, TrafficControl.ETH_P_ALL, "bpf", 0, 0x504d_0001, List.of()));
        assertThat(control.filters(left, TrafficControl.EGRESS)).containsExactly(added);
        assertThat(net.exec("tc", "filter", "show", "dev", "left", "egress")).contains("handle 0x504d0001 direct-action")
            .contains("bytecode '6,128 0 0 0,53 0 3 14,40 0 0 12,21 0 1 " + TestFrame.TYPE + ",6 0 0 2,6 0 0 4294967295'");
        control.deleteFilter(added);
        assertThat(control.filters(left, TrafficControl.EGRESS)).isEmpty();
    }

    @Test
    void tellsWhichQdiscHoldsFilters() {
        assertThat(FilterQdisc.among(control.qdiscs(left))).isEmpty();
        control.addQdisc(left, FilterQdisc.CLSACT);
        assertThat(FilterQdisc.among(control.qdiscs(left))).contains(FilterQdisc.CLSACT);
    }

    @Test
    void onlyBpfTakesPrograms() {
        control.addQdisc(left, FilterQdisc.CLSACT);
        final BpfProgram program = new BpfAssembler().answer(0).program();
        final FilterAction action = FilterAction.mirred(Mirred.REDIRECT_TO_EGRESS, target, COOKIE);
        for (final FilterKind kind : List.of(FilterKind.MATCHALL, FilterKind.FLOWER, FilterKind.U32)) {
            assertThatIllegalArgumentException().isThrownBy(() -> control.addFilter(
                new FilterSpec(left, TrafficControl.INGRESS, 1, TrafficControl.ETH_P_ALL, program, action), kind)).withMessageContaining(kind.text());
        }
        assertThatIllegalArgumentException().isThrownBy(() ->
            new FilterSpec(left, TrafficControl.INGRESS, 1, TrafficControl.ETH_P_ALL, MacMatch.all(), null));
    }

    private PacketSocket socket(final String name) {
        final PacketSocket socket = PacketSocket.openIn(net.namespace);
        socket.bind(net.index(name), TestFrame.TYPE);
        return socket;
    }

    private FilterSpec spec(final int parent, final int priority, final MacMatch match, final FilterAction action) {
        return new FilterSpec(left, parent, priority, TrafficControl.ETH_P_ALL, match, action);
    }

    private FilterInfo add(final FilterSpec spec, final FilterKind kind) {
        return control.addFilter(spec, kind);
    }

    /// {@return the classifiers that this kernel has}
    static Stream<FilterKind> kinds() {
        try (TestNet net = new TestNet().veth("left", "right"); TrafficControl control = TrafficControl.openIn(net.namespace)) {
            final int left = net.index("left");
            control.addQdisc(left, FilterQdisc.INGRESS);
            final FilterAction action = FilterAction.mirred(Mirred.REDIRECT_TO_EGRESS, net.index("right"), COOKIE);
            return Arrays.stream(FilterKind.values()).filter(kind -> isThere(control, new FilterSpec(left, TrafficControl.INGRESS, kind.ordinal() + 1,
                TrafficControl.ETH_P_ALL, MacMatch.all(), action), kind)).toList().stream();
        }
    }

    static Stream<FilterKind> kindsThatMatchAddresses() {
        return kinds().filter(kind -> kind != FilterKind.MATCHALL);
    }

    private static boolean isThere(final TrafficControl control, final FilterSpec spec, final FilterKind kind) {
        try {
            return control.addFilter(spec, kind).handle() != 0;
        } catch (final NetlinkException e) {
            assertThat(e.errno()).as(e.getMessage()).isIn(Errno.ENOENT, Errno.EOPNOTSUPP);
            return false;
        }
    }
}
