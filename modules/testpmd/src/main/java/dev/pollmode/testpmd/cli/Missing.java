package dev.pollmode.testpmd.cli;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Commands of DPDK's testpmd that this one does not have: who types one should not look for a typing error.
enum Missing {
    RULES("flow (aged|indirect_action|info|configure|pattern_template|actions_template|template_table|queue|push|pull|tunnel|flex_item|dump)",
        "flow rules that age, share actions, come from templates or queues, or know tunnels"),
    ENCAPSULATION("set (vxlan|nvgre|raw_encap|raw_decap|l2_encap|l2_decap|mpls|sample_actions)|show raw_",
        "flow rules that change packets"),
    TRAFFIC_MANAGEMENT("(show|add|del|set|suspend|resume) port tm|port tm", "traffic management"),
    METERING("(show|add|del|set|create|enable|disable) port meter", "metering"),
    BONDING("(show|set|add|remove|create) (bonding|bonded)", "bonding; net_failsafe makes one port of several"),
    VIRTUAL_FUNCTIONS("(show|set|clear) vf|set port \\S+ vf|mac_addr add port", "settings of virtual functions made through the physical one"),
    TUNNELS("tunnel_tso|rx_vxlan_port|port config \\S+ udp_tunnel_port", "tunnels known to ports"),
    TAGS("tx_vlan set (\\S+ \\S+ \\S|pvid)|vlan set (stripq|inner|outer)|rx_vlan set", "a second VLAN tag, and tags set for one queue"),
    SPLIT("set (rxoffs|rxpkts|rxhdrs)", "split receiving"),
    BPF("bpf-(load|unload)", "programs in eBPF"),
    PORTS("port config \\S+ (speed|loopback|dcb|tx_metadata|dynf|pctype|max-lro-pkt-size|drop-en|rss-hash-key)"
        + "|port cleanup|set (pfc_ctrl|pfc_queue_ctrl|stat_qmap|txtimes)|set port \\S+ (queue|uta|ptype_mask|fec_mode)"
        + "|show port \\S+ (fec_mode|module_eeprom|eeprom|tx_metadata)|show port dcb_tc",
        "this setting of ports"),
    INTERNALS("dump_(struct_sizes|trace)|(read|write) (rxd|txd|reg|log)", "registers, descriptors, structures of C"),
    DRIVERS("ddp|ptype mapping|mlx5|set (macsec|bypass|tx loopback)|E-tag", "commands of drivers that are not here");

    private final Pattern line;
    private final String what;

    Missing(final String line, final String what) {
        this.line = Pattern.compile("(" + line + ").*");
        this.what = what;
    }

    /// {@return why a line is no command here although it is one of DPDK's testpmd}
    ///
    /// @param tokens of the line
    static Optional<String> reason(final List<String> tokens) {
        final String typed = String.join(" ", tokens);
        return Arrays.stream(values()).filter(missing -> missing.line.matcher(typed).matches()).findFirst()
            .map(missing -> "not supported: " + missing.what);
    }
}
