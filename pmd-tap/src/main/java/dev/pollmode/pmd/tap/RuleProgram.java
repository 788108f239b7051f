package dev.pollmode.pmd.tap;

import dev.pollmode.ethdev.FlowCondition;
import dev.pollmode.ethdev.FlowField;
import dev.pollmode.sys.BpfAssembler;
import dev.pollmode.sys.BpfProgram;
import java.util.List;

/// Writes the BPF program that tells the frames of a rule from others.
///
/// The kernel keeps a VLAN tag beside the frame where it can, or in it where somebody sent it so. Hence there is a case for each place, and a rule without
/// `vlan` that asks for a type or what is in the packet is for frames without a tag.
final class RuleProgram {
    private static final int ETHER_LENGTH = 14;
    private static final int TAG_LENGTH = 4;
    private static final int IPV4_LENGTH = 20;
    private static final int IPV6_LENGTH = 40;
    private static final int UDP_LENGTH = 8;
    private static final int TCP_LENGTH = 20;
    private static final int ETHER_TYPE = 12;
    private static final int TYPE_VLAN = 0x8100;
    private static final int TYPE_QINQ = 0x88a8;
    private static final int TYPE_IPV4 = 0x0800;
    private static final int TYPE_IPV6 = 0x86dd;
    private static final int IPV4_FRAGMENT = 6;
    private static final int FRAGMENT_OFFSET = 0x1fff;
    private static final int IPV4_PROTOCOL = 9;
    private static final int IPV6_NEXT = 6;
    private static final int PROTOCOL_UDP = 17;
    private static final int PROTOCOL_TCP = 6;

    private final BpfAssembler code = new BpfAssembler();
    private final RuleMatch match;

    /// Where the kernel has the VLAN tag of a frame.
    private enum Tag {
        NONE, BESIDE, INSIDE, ANY
    }

    /// Reads bytes of a header into the register that is compared.
    @FunctionalInterface
    private interface Load {
        void load(int bytes, int offset);
    }

    private RuleProgram(final RuleMatch match) {
        this.match = match;
    }

    /// {@return a program that says what is done with the frames of a rule, and leaves others to the next filter}
    ///
    /// @param match the frames
    /// @param verdict what is done, see [BpfProgram]
    static BpfProgram verdict(final RuleMatch match, final int verdict) {
        return new RuleProgram(match).write(verdict, BpfProgram.NEXT).direct();
    }

    /// {@return a program that lets the frames of a rule pass, with a class, and leaves others to the next filter}
    ///
    /// @param match the frames
    /// @param number their class
    static BpfProgram classify(final RuleMatch match, final int number) {
        return new RuleProgram(match).write(number, 0).program();
    }

    private BpfAssembler write(final int answer, final int otherwise) {
        for (final Tag tag : tags()) {
            frame(tag);
            code.answer(answer);
        }
        return code.answer(otherwise);
    }

    private List<Tag> tags() {
        if (match.has("vlan")) {
            return List.of(Tag.BESIDE, Tag.INSIDE);
        }
        if (match.has("ipv4", "ipv6")) {
            return List.of(Tag.NONE);
        }
        return of(FlowField.ETH_TYPE).isEmpty() ? List.of(Tag.ANY) : List.of(Tag.NONE, Tag.BESIDE);
    }

    private void frame(final Tag tag) {
        final int inner = ETHER_LENGTH + (tag == Tag.INSIDE ? TAG_LENGTH : 0);
        code.requireLength(inner + lengthAfter());
        if (tag != Tag.ANY) {
            code.load(2, BpfAssembler.VLAN_TAG_PRESENT).requireEqual(tag == Tag.BESIDE ? 1 : 0);
        }
        ether(tag);
        vlan(tag, inner);
        if (match.has("ipv4")) {
            ipv4(inner);
        } else if (match.has("ipv6")) {
            ipv6(inner);
        }
    }

    /// {@return how many bytes of IP and what follows it are looked at in any case}
    private int lengthAfter() {
        if (match.has("ipv4")) {
            // Where its end is, is still to be seen.
            return IPV4_LENGTH;
        }
        return match.has("ipv6") ? IPV6_LENGTH + transportLength() : 0;
    }

    private void ether(final Tag tag) {
        require(code::load, FlowField.ETH_DST, FlowField.ETH_SRC);
        require(tag == Tag.BESIDE ? (_, _) -> code.load(2, BpfAssembler.VLAN_TPID) : code::load, FlowField.ETH_TYPE);
        if (tag == Tag.INSIDE) {
            code.load(2, ETHER_TYPE).requireEither(TYPE_VLAN, TYPE_QINQ);
        }
    }

    private void vlan(final Tag tag, final int inner) {
        require(tag == Tag.BESIDE ? (_, _) -> code.load(2, BpfAssembler.VLAN_TAG) : (bytes, offset) -> code.load(bytes, ETHER_LENGTH + offset),
            FlowField.VLAN_TCI, FlowField.VLAN_PCP, FlowField.VLAN_DEI, FlowField.VLAN_VID);
        require((bytes, _) -> code.load(bytes, inner - Short.BYTES), FlowField.VLAN_INNER_TYPE);
    }

    private void ipv4(final int begin) {
        code.load(2, begin - Short.BYTES).requireEqual(TYPE_IPV4);
        require((bytes, offset) -> code.load(bytes, begin + offset), fields("ipv4"));
        if (hasTransport()) {
            // Only the first fragment has the header.
            code.load(1, begin + IPV4_PROTOCOL).requireEqual(protocol()).load(2, begin + IPV4_FRAGMENT).requireNone(FRAGMENT_OFFSET)
                .loadHeaderLength(begin).requireLengthBehindX(begin + transportLength()).loadHeaderLength(begin);
            require((bytes, offset) -> code.loadAtX(bytes, begin + offset), fields(transport()));
        }
    }

    private void ipv6(final int begin) {
        code.load(2, begin - Short.BYTES).requireEqual(TYPE_IPV6);
        require((bytes, offset) -> code.load(bytes, begin + offset), fields("ipv6"));
        if (hasTransport()) {
            code.load(1, begin + IPV6_NEXT).requireEqual(protocol());
            require((bytes, offset) -> code.load(bytes, begin + IPV6_LENGTH + offset), fields(transport()));
        }
    }

    private boolean hasTransport() {
        return match.has("udp", "tcp");
    }

    private String transport() {
        return match.has("udp") ? "udp" : "tcp";
    }

    private int protocol() {
        return match.has("udp") ? PROTOCOL_UDP : PROTOCOL_TCP;
    }

    private int transportLength() {
        if (!hasTransport()) {
            return 0;
        }
        return match.has("udp") ? UDP_LENGTH : TCP_LENGTH;
    }

    // ---- fields ----

    private static FlowField[] fields(final String item) {
        return FlowField.of(item).toArray(FlowField[]::new);
    }

    private List<FlowCondition> of(final FlowField field) {
        return match.conditions().stream().filter(condition -> condition.field() == field).toList();
    }

    private void require(final Load load, final FlowField... fields) {
        for (final FlowField field : fields) {
            of(field).forEach(condition -> require(load, condition));
        }
    }

    private void require(final Load load, final FlowCondition condition) {
        final FlowField field = condition.field();
        if (field.width() <= Integer.SIZE) {
            final int bytes = field.offset() % Byte.SIZE + field.width() > Short.SIZE ? Integer.BYTES : Short.BYTES;
            part(load, condition, bytes, field.offset() / Byte.SIZE, bytes * Byte.SIZE - field.offset() % Byte.SIZE - field.width());
            return;
        }
        // From the end, a word at a time; such fields begin with a byte.
        for (int right = 0; right < field.width(); right += Integer.SIZE) {
            final int bytes = Math.min(Integer.SIZE, field.width() - right) / Byte.SIZE;
            part(load, condition, bytes, (field.offset() + field.width() - right) / Byte.SIZE - bytes, -right);
        }
    }

    /// Compares what is loaded with a field that lies so many bits to the left in it.
    private void part(final Load load, final FlowCondition condition, final int bytes, final int offset, final int left) {
        final int mask = condition.mask().shiftLeft(left).intValue();
        if (mask == 0) {
            return;
        }
        load.load(bytes, offset);
        code.and(mask);
        final int least = condition.spec().shiftLeft(left).intValue();
        if (condition.isRange()) {
            code.requireAtLeast(least).requireAtMost(condition.last().shiftLeft(left).intValue());
        } else {
            code.requireEqual(least);
        }
    }
}
