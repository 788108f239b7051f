package dev.pollmode.ethdev;

import dev.pollmode.sys.Errno;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A rule as testpmd's `flow` command spells it: `ingress pattern eth / ipv4 src is 10.0.0.1 / end actions queue index 3 / end`.
///
/// @param attributes `ingress`, `egress`, `transfer` with 1, `group` and `priority` with their number
/// @param pattern what a packet has to have, from the outside in, without `end`
/// @param actions what is done with it, without `end`; may be empty
public record FlowRule(Map<String, Integer> attributes, List<Part> pattern, List<Part> actions) {
    private static final Set<String> FLAGS = Set.of("ingress", "egress", "transfer");
    private static final Set<String> NUMBERS = Set.of("group", "priority");
    private static final Set<String> ITEMS = Set.of("void", "any", "raw", "eth", "vlan", "ipv4", "ipv6", "icmp", "icmp6", "udp", "tcp", "sctp", "vxlan",
        "e_tag", "nvgre", "mpls", "gre", "gre_key", "geneve", "gtp", "gtpu", "gtpc", "arp_eth_ipv4", "ipv6_ext", "mark", "meta", "tag", "port_id",
        "port_representor", "represented_port", "esp", "ah", "pppoes", "pppoed", "l2tpv3oip", "ecpri", "conntrack", "fuzzy", "invert");
    private static final Set<String> ACTIONS = Set.of("void", "passthru", "drop", "queue", "rss", "mark", "flag", "count", "jump", "port_id",
        "port_representor", "represented_port", "pf", "vf", "meter", "age", "sample", "indirect", "dec_ttl", "set_ttl", "of_pop_vlan", "of_push_vlan",
        "of_set_vlan_vid", "of_set_vlan_pcp", "set_mac_src", "set_mac_dst", "mac_swap", "set_ipv4_src", "set_ipv4_dst", "set_ipv6_src", "set_ipv6_dst",
        "set_tp_src", "set_tp_dst", "set_tag", "set_meta", "vxlan_encap", "vxlan_decap", "nvgre_encap", "nvgre_decap", "raw_encap", "raw_decap",
        "modify_field", "security", "conntrack");
    private static final Set<String> OPERATORS = Set.of("is", "spec", "last", "mask", "prefix");

    /// An item of a pattern, or an action.
    ///
    /// @param name `ipv4`, `queue`
    /// @param words what follows it: `src is 10.0.0.1`, `index 3`
    public record Part(String name, List<String> words) {
        /// Copies the list.
        public Part {
            words = List.copyOf(words);
        }
    }

    /// Copies the collections.
    public FlowRule {
        attributes = Map.copyOf(attributes);
        pattern = List.copyOf(pattern);
        actions = List.copyOf(actions);
    }

    /// Reads a rule.
    ///
    /// @param text as above
    /// @return the rule; whether a device can do it is for [FlowRules] to say
    /// @throws EthDevException EINVAL naming the first wrong word, its place, and what was expected
    public static FlowRule parse(final String text) {
        return new Reader(text.isBlank() ? List.of() : List.of(text.trim().split("\\s+"))).rule();
    }

    /// Goes over the words of a rule.
    private static final class Reader {
        private final List<String> words;
        private int at;

        private Reader(final List<String> words) {
            this.words = words;
        }

        private FlowRule rule() {
            final Map<String, Integer> attributes = attributes();
            final List<Part> pattern = parts(ITEMS, "an item of a pattern");
            for (final Part item : pattern) {
                requireFields(item);
            }
            expect("actions");
            final List<Part> actions = parts(ACTIONS, "an action");
            if (at < words.size()) {
                throw wrong(at, "the end of the rule");
            }
            return new FlowRule(attributes, pattern, actions);
        }

        private Map<String, Integer> attributes() {
            final Map<String, Integer> attributes = new LinkedHashMap<>();
            while (!"pattern".equals(word())) {
                final String name = word();
                at++;
                if (FLAGS.contains(name)) {
                    attributes.put(name, 1);
                } else if (NUMBERS.contains(name)) {
                    if (!word().matches("[0-9]{1,9}")) {
                        throw wrong(at, "a number");
                    }
                    attributes.put(name, Integer.parseInt(words.get(at++)));
                } else {
                    throw wrong(at - 1, "group, priority, ingress, egress, transfer or pattern");
                }
            }
            at++;
            return attributes;
        }

        /// What stands up to `end`, with slashes between.
        private List<Part> parts(final Set<String> known, final String what) {
            final List<Part> parts = new ArrayList<>();
            while (!"end".equals(word())) {
                final String name = word();
                if (!known.contains(name)) {
                    throw wrong(at, what + " or end");
                }
                final int begin = ++at;
                while (!"/".equals(word())) {
                    at++;
                }
                parts.add(new Part(name, words.subList(begin, at++)));
            }
            at++;
            return parts;
        }

        /// The fields of an item come as `field is value`.
        private void requireFields(final Part item) {
            for (int i = 0; i < item.words().size(); i += 3) {
                if (i + 2 >= item.words().size() || !OPERATORS.contains(item.words().get(i + 1))) {
                    throw new EthDevException(Errno.EINVAL, "flow rule: EINVAL, item " + item.name() + ": \"" + String.join(" ", item.words().subList(i,
                        Math.min(i + 3, item.words().size()))) + "\": expected FIELD is|spec|last|mask|prefix VALUE");
                }
            }
        }

        private void expect(final String wanted) {
            if (!wanted.equals(word())) {
                throw wrong(at, wanted);
            }
            at++;
        }

        private String word() {
            if (at >= words.size()) {
                throw new EthDevException(Errno.EINVAL, "flow rule: EINVAL, it ends after word " + words.size()
                    + "; expected [ingress] pattern ITEM / ... / end actions ACTION / ... / end");
            }
            return words.get(at);
        }

        private EthDevException wrong(final int place, final String expected) {
            return new EthDevException(Errno.EINVAL, "flow rule: EINVAL, word " + (place + 1) + " \"" + words.get(place) + "\": expected " + expected);
        }
    }
}
