package dev.pollmode.ethdev;

/// Rules that pick packets and say what to do with them (rte_flow).
///
/// The texts are those of testpmd's `flow` command: attributes, `pattern … end`, `actions … end`. What is wrong with a rule is told by a
/// [FlowException]; a text that is no rule at all by an [EthDevException].
public interface FlowRules extends Capability {
    /// Checks whether a rule could be created.
    ///
    /// @param rule the text
    /// @throws FlowException when it couldn't
    void validateFlow(String rule);

    /// Creates a rule.
    ///
    /// @param rule the text
    /// @return its number
    /// @throws FlowException when it is refused
    long createFlow(String rule);

    /// Removes a rule.
    ///
    /// @param number what [#createFlow] returned
    void destroyFlow(long number);

    /// Removes all rules.
    void flushFlows();

    /// {@return how many packets matched a rule}
    ///
    /// @param number what [#createFlow] returned
    long queryFlow(long number);

    /// Restricts reception to what rules ask for.
    ///
    /// @param on which
    void isolateFlows(boolean on);
}
