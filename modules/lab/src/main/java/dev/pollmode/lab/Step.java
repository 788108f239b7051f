package dev.pollmode.lab;

/// Something that happens to the VF.
///
/// @param kind what
/// @param address of the VF that returns, or null
/// @param waitMs how long after the step before
/// @param lastsMs how long it lasts, for a link flap
record Step(Kind kind, String address, long waitMs, long lastsMs) {
    /// What can happen.
    enum Kind {
        /// The host asks the guest to let go of the VF, and waits for it.
        ASKED_BACK("asked back"),
        /// The VF is pulled out without a word.
        PULLED("pulled out"),
        /// A VF is there again.
        RETURNED("returned"),
        /// The link of the VF goes down and comes back.
        LINK("link flap");

        private final String text;

        Kind(final String text) {
            this.text = text;
        }

        String text() {
            return text;
        }
    }
}
