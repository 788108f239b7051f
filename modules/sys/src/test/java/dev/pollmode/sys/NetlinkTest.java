package dev.pollmode.sys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class NetlinkTest {
    private static final int F_MULTI = 2;

    private final ScriptedTransport kernel = new ScriptedTransport();
    private final Netlink netlink = new Netlink(kernel);

    @Test
    void encodesAMessageWithNestedAttributes() {
        final NetlinkRequest request = new NetlinkRequest("test", 0x1234, NetlinkRequest.CREATE);
        request.header(3).set(ValueLayout.JAVA_BYTE, 0, (byte) 0xaa);
        request.put(3, "ab").nest(5, () -> request.putU8(1, 0x7f).nestUnmarked(2, () -> request.putU16(3, 0x0102))).putU32(9, 0x01020304);

        assertThat(HexFormat.of().formatHex(request.complete(NetlinkRequest.ACK, 7).toArray(ValueLayout.JAVA_BYTE))).isEqualTo(
            "3c000000" + "3412" + "0504" + "07000000" + "00000000"
            + "aa000000"
            + "0700" + "0300" + "61620000"
            + "1800" + "0580" + "0500" + "0100" + "7f000000" + "0c00" + "0200" + "0600" + "0300" + "02010000"
            + "0800" + "0900" + "04030201");
    }

    @Test
    void growsWithItsContentAndRefusesAnAttributeThatIsTooLong() {
        final NetlinkRequest request = new NetlinkRequest("test", 1, 0).put(1, new byte[0xffff - 4]);

        assertThat(request.complete(0, 1).byteSize()).isEqualTo(16 + 0x10000);
        assertThatIllegalArgumentException().isThrownBy(() -> request.put(1, new byte[0xffff - 3])).withMessageContaining("65536");
        assertThatIllegalArgumentException().isThrownBy(() -> request.nest(1, () -> request.put(2, new byte[0xffff - 4])));
    }

    @Test
    void takesTheAcknowledgement() {
        kernel.then(Answers::acknowledgement);

        netlink.request(request());

        assertThat(kernel.isAtItsEnd()).isTrue();
        assertThat(kernel.sent).singleElement().satisfies(bytes -> assertThat(bytes[6]).isEqualTo((byte) (NetlinkRequest.REQUEST | NetlinkRequest.ACK)));
    }

    @Test
    void saysWhatTheKernelSaysAboutARefusal() {
        kernel.then(sequence -> Answers.error(Errno.EINVAL, "Invalid MTU", sequence));

        assertThatThrownBy(() -> netlink.request(request())).isInstanceOf(NetlinkException.class)
            .hasMessage("RTM_GETLINK: EINVAL (Invalid argument); the kernel says: Invalid MTU")
            .satisfies(e -> assertThat(((NetlinkException) e).reason()).isEqualTo("Invalid MTU"))
            .satisfies(e -> assertThat(((NetlinkException) e).errno()).isEqualTo(Errno.EINVAL));
    }

    @Test
    void findsTheReasonBehindARepeatedRequest() {
        kernel.then(sequence -> Answers.message(NetlinkMessage.ERROR, NetlinkMessage.F_ACK_TLVS, sequence, message -> {
            final var header = message.header(4 + 16 + 8);
            header.set(ValueLayout.JAVA_INT, 0, -Errno.EBUSY);
            header.set(ValueLayout.JAVA_INT, 4, 16 + 8);
            message.put(2, new byte[4]).put(1, "because");
        }));

        assertThatThrownBy(() -> netlink.request(request())).hasMessageContaining("EBUSY").hasMessageEndingWith("because");
    }

    @Test
    void skipsWhatAnswersAnotherRequest() {
        kernel.then(sequence -> Answers.join(Answers.error(Errno.EPERM, "", sequence - 1), Answers.link(1, "old", 0, sequence + 1),
            Answers.link(2, "mine", 0, sequence), Answers.acknowledgement(sequence)));

        assertThat(netlink.request(request(), LinkInfo::of)).extracting(LinkInfo::name).containsExactly("mine");
    }

    @Test
    void collectsADumpOfSeveralDatagrams() {
        kernel.then(sequence -> Answers.join(Answers.link(1, "lo", F_MULTI, sequence), Answers.link(2, "eth0", F_MULTI, sequence)))
            .then(sequence -> Answers.link(3, "eth1", F_MULTI, sequence))
            .then(Answers::done);

        assertThat(netlink.dump(request(), LinkInfo::of)).extracting(LinkInfo::name).containsExactly("lo", "eth0", "eth1");
    }

    @Test
    void repeatsADumpDuringWhichTheTableChanged() {
        kernel.then(sequence -> Answers.join(Answers.link(1, "old", F_MULTI, sequence),
                Answers.link(2, "half", F_MULTI | NetlinkMessage.F_DUMP_INTR, sequence), Answers.done(sequence)))
            .then(sequence -> Answers.join(Answers.link(1, "new", F_MULTI, sequence), Answers.done(sequence)));

        assertThat(netlink.dump(request(), LinkInfo::of)).extracting(LinkInfo::name).containsExactly("new");
        assertThat(kernel.sent).hasSize(2);
    }

    @Test
    void repeatsADumpOfWhichPartsWereLost() {
        kernel.then(sequence -> Answers.link(1, "old", F_MULTI, sequence)).then(sequence -> null).then(Answers::done)
            .then(sequence -> Answers.join(Answers.link(1, "new", F_MULTI, sequence), Answers.done(sequence)));

        assertThat(netlink.dump(request(), LinkInfo::of)).extracting(LinkInfo::name).containsExactly("new");
    }

    @Test
    void givesUpOnATableThatNeverComesToRest() {
        for (int i = 0; i < 32; i++) {
            kernel.then(sequence -> Answers.join(Answers.link(1, "lo", F_MULTI | NetlinkMessage.F_DUMP_INTR, sequence), Answers.done(sequence)));
        }

        assertThatThrownBy(() -> netlink.dump(request(), LinkInfo::of)).isInstanceOf(SysException.class).hasMessageStartingWith("RTM_GETLINK: EINTR");
        assertThat(kernel.isAtItsEnd()).isTrue();
    }

    @Test
    void takesTheRestOfADumpInAfterAMalformedEntry() {
        kernel.then(sequence -> Answers.message(LinkRequest.RTM_NEWLINK, F_MULTI, sequence, message -> message.header(8)))
            .then(sequence -> Answers.link(1, "lo", F_MULTI, sequence)).then(Answers::done);

        assertThatThrownBy(() -> netlink.dump(request(), LinkInfo::of)).isInstanceOf(NetlinkException.class).hasMessageContaining("EBADMSG");
        assertThat(kernel.isAtItsEnd()).isTrue();
    }

    @Test
    void endsAnExchangeWhoseMessagesCannotBeToldApart() {
        kernel.then(sequence -> new byte[] {4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0});

        assertThatThrownBy(() -> netlink.request(request())).isInstanceOf(NetlinkException.class).hasMessageContaining("claims 4 bytes of 16");
    }

    @Test
    void reportsLostAnswersOfARequest() {
        kernel.then(sequence -> null);

        assertThatThrownBy(() -> netlink.request(request())).isInstanceOf(SysException.class).hasMessageContaining("ENOBUFS");
    }

    @Test
    void reportsASilentKernel() {
        assertThatThrownBy(() -> netlink.request(request())).isInstanceOf(SysException.class).hasMessageContaining("ETIMEDOUT");
    }

    @Test
    void reportsADumpThatEndsWithAnError() {
        kernel.then(sequence -> Answers.message(NetlinkMessage.DONE, F_MULTI, sequence,
            message -> message.header(4).set(ValueLayout.JAVA_INT, 0, -Errno.ENODEV)));

        assertThatThrownBy(() -> netlink.dump(request(), LinkInfo::of)).isInstanceOf(NetlinkException.class).hasMessageContaining("ENODEV");
    }

    @Test
    @RequiresNetNs
    void takesNothingFromAnotherSocket() {
        try (NetlinkSocket receiver = new NetlinkSocket(Netlink.ROUTE, 0); NetlinkSocket sender = new NetlinkSocket(Netlink.ROUTE, 0);
                Arena arena = Arena.ofConfined()) {
            final CallState state = CallState.current();
            final long address = arena.allocate(SockaddrNl.SIZE, 4).address();
            final MemorySegment length = arena.allocateFrom(ValueLayout.JAVA_INT, SockaddrNl.SIZE);
            SysException.check(SocketCalls.getsockname(state, receiver.fd().number(), address, length.address()), "getsockname");
            final MemorySegment forged = arena.allocate(NlMsgHdr.SIZE, 4);
            NlMsgHdr.length(forged, NlMsgHdr.SIZE);
            SysException.check(SocketCalls.sendto(state, sender.fd().number(), forged.address(), forged.byteSize(), 0, address, SockaddrNl.SIZE), "sendto");

            assertThat(Poll.readable(receiver.fd().number(), 5000)).isTrue();
            assertThat(receiver.poll("test")).isNull();
            assertThat(Poll.readable(receiver.fd().number(), 0)).isFalse();
        }
    }

    private static NetlinkRequest request() {
        final NetlinkRequest request = new NetlinkRequest("RTM_GETLINK", 18, 0);
        request.header(IfInfoMsg.SIZE);
        return request;
    }
}
