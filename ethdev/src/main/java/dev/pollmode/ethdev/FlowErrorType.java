package dev.pollmode.ethdev;

/// Which part of a flow rule is wrong: `enum rte_flow_error_type` of DPDK, with its numbers and the words of testpmd.
public enum FlowErrorType {
    /// Something else.
    UNSPECIFIED("cause unspecified"),
    /// The rule as a whole.
    HANDLE("flow rule (handle)"),
    /// Its group.
    ATTR_GROUP("group field"),
    /// Its priority.
    ATTR_PRIORITY("priority field"),
    /// That it is for received packets, or not.
    ATTR_INGRESS("ingress field"),
    /// That it is for sent packets.
    ATTR_EGRESS("egress field"),
    /// That it is for the switch behind the port.
    ATTR_TRANSFER("transfer field"),
    /// Its attributes.
    ATTR("attributes structure"),
    /// The number of items.
    ITEM_NUM("pattern length"),
    /// A value that a field is compared with.
    ITEM_SPEC("item specification"),
    /// The end of a range.
    ITEM_LAST("item specification range"),
    /// The bits of a field that count.
    ITEM_MASK("item specification mask"),
    /// An item.
    ITEM("specific pattern item"),
    /// The number of actions.
    ACTION_NUM("number of actions"),
    /// What an action is told.
    ACTION_CONF("action configuration"),
    /// An action.
    ACTION("specific action");

    private final String text;

    FlowErrorType(final String text) {
        this.text = text;
    }

    /// {@return its number in DPDK}
    public int number() {
        return ordinal() + 1;
    }

    /// {@return what testpmd calls it}
    public String text() {
        return text;
    }
}
