package dev.pollmode.sys;

import static java.lang.foreign.MemoryLayout.PathElement.groupElement;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.StructLayout;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Sizes and offsets of the structs of networking, as a C compiler computes them from the kernel's headers.
class NetLayoutTest {
    private static final Map<String, StructLayout> LAYOUTS = Map.ofEntries(
        Map.entry("nlmsghdr", NlMsgHdr.LAYOUT), Map.entry("sockaddr_nl", SockaddrNl.LAYOUT), Map.entry("ifinfomsg", IfInfoMsg.LAYOUT),
        Map.entry("ifaddrmsg", IfAddrMsg.LAYOUT), Map.entry("rtmsg", RtMsg.LAYOUT), Map.entry("tcmsg", TcMsg.LAYOUT),
        Map.entry("tc_mirred", TcMirred.LAYOUT), Map.entry("tc_u32_sel", TcU32Sel.LAYOUT), Map.entry("tc_u32_key", TcU32Key.LAYOUT),
        Map.entry("sock_filter", SockFilter.LAYOUT), Map.entry("bpf_attr", BpfProgLoad.LAYOUT), Map.entry("sockaddr_ll", SockaddrLl.LAYOUT), Map.entry("tpacket_req", TpacketReq.LAYOUT),
        Map.entry("tpacket2_hdr", Tpacket2Hdr.LAYOUT), Map.entry("tpacket_stats", TpacketStats.LAYOUT), Map.entry("packet_mreq", PacketMreq.LAYOUT));

    @ParameterizedTest
    @CsvSource({"nlmsghdr, 16", "sockaddr_nl, 12", "ifinfomsg, 16", "ifaddrmsg, 8", "rtmsg, 12", "tcmsg, 20", "tc_mirred, 28", "tc_u32_sel, 16",
        "tc_u32_key, 16", "sock_filter, 8", "bpf_attr, 40", "sockaddr_ll, 20", "tpacket_req, 16", "tpacket2_hdr, 32", "tpacket_stats, 8", "packet_mreq, 16"})
    void structHasTheSizeOfTheHeader(final String struct, final long size) {
        assertThat(LAYOUTS.get(struct).byteSize()).isEqualTo(size);
    }

    @ParameterizedTest
    @CsvSource({
        "nlmsghdr, nlmsg_len, 0", "nlmsghdr, nlmsg_type, 4", "nlmsghdr, nlmsg_flags, 6", "nlmsghdr, nlmsg_seq, 8", "nlmsghdr, nlmsg_pid, 12",
        "sockaddr_nl, nl_family, 0", "sockaddr_nl, nl_pid, 4", "sockaddr_nl, nl_groups, 8",
        "ifinfomsg, ifi_family, 0", "ifinfomsg, ifi_type, 2", "ifinfomsg, ifi_index, 4", "ifinfomsg, ifi_flags, 8", "ifinfomsg, ifi_change, 12",
        "ifaddrmsg, ifa_family, 0", "ifaddrmsg, ifa_prefixlen, 1", "ifaddrmsg, ifa_flags, 2", "ifaddrmsg, ifa_scope, 3", "ifaddrmsg, ifa_index, 4",
        "rtmsg, rtm_family, 0", "rtmsg, rtm_dst_len, 1", "rtmsg, rtm_src_len, 2", "rtmsg, rtm_tos, 3", "rtmsg, rtm_table, 4",
        "rtmsg, rtm_protocol, 5", "rtmsg, rtm_scope, 6", "rtmsg, rtm_type, 7", "rtmsg, rtm_flags, 8",
        "tcmsg, tcm_family, 0", "tcmsg, tcm_ifindex, 4", "tcmsg, tcm_handle, 8", "tcmsg, tcm_parent, 12", "tcmsg, tcm_info, 16",
        "tc_mirred, index, 0", "tc_mirred, capab, 4", "tc_mirred, action, 8", "tc_mirred, refcnt, 12", "tc_mirred, bindcnt, 16",
        "tc_mirred, eaction, 20", "tc_mirred, ifindex, 24",
        "tc_u32_sel, flags, 0", "tc_u32_sel, offshift, 1", "tc_u32_sel, nkeys, 2", "tc_u32_sel, offmask, 4", "tc_u32_sel, off, 6",
        "tc_u32_sel, offoff, 8", "tc_u32_sel, hoff, 10", "tc_u32_sel, hmask, 12",
        "tc_u32_key, mask, 0", "tc_u32_key, val, 4", "tc_u32_key, off, 8", "tc_u32_key, offmask, 12",
        "sock_filter, code, 0", "sock_filter, jt, 2", "sock_filter, jf, 3", "sock_filter, k, 4",
        "bpf_attr, prog_type, 0", "bpf_attr, insn_cnt, 4", "bpf_attr, insns, 8", "bpf_attr, license, 16", "bpf_attr, log_level, 24",
        "bpf_attr, log_size, 28", "bpf_attr, log_buf, 32",
        "sockaddr_ll, sll_family, 0", "sockaddr_ll, sll_protocol, 2", "sockaddr_ll, sll_ifindex, 4", "sockaddr_ll, sll_hatype, 8",
        "sockaddr_ll, sll_pkttype, 10", "sockaddr_ll, sll_halen, 11", "sockaddr_ll, sll_addr, 12",
        "tpacket_req, tp_block_size, 0", "tpacket_req, tp_block_nr, 4", "tpacket_req, tp_frame_size, 8", "tpacket_req, tp_frame_nr, 12",
        "tpacket2_hdr, tp_status, 0", "tpacket2_hdr, tp_len, 4", "tpacket2_hdr, tp_snaplen, 8", "tpacket2_hdr, tp_mac, 12",
        "tpacket2_hdr, tp_net, 14", "tpacket2_hdr, tp_sec, 16", "tpacket2_hdr, tp_nsec, 20", "tpacket2_hdr, tp_vlan_tci, 24",
        "tpacket2_hdr, tp_vlan_tpid, 26",
        "tpacket_stats, tp_packets, 0", "tpacket_stats, tp_drops, 4",
        "packet_mreq, mr_ifindex, 0", "packet_mreq, mr_type, 4", "packet_mreq, mr_alen, 6", "packet_mreq, mr_address, 8"})
    void fieldLiesAtTheOffsetOfTheHeader(final String struct, final String field, final long offset) {
        assertThat(LAYOUTS.get(struct).byteOffset(groupElement(field))).isEqualTo(offset);
    }
}
