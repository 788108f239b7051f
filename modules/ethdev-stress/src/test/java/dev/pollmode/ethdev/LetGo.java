package dev.pollmode.ethdev;

import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.Outcome;

/// What may be seen when something that bursts use is let go: first what the burst used (0: nothing of it), then how often it was used
/// when it was released.
@Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "The burst did not use it.")
@Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "The burst used it, and all that did was seen before the release.")
@Outcome(id = "1, 0", expect = Expect.FORBIDDEN, desc = "It was released while the burst was inside.")
@Outcome(id = "2, .*", expect = Expect.FORBIDDEN, desc = "The burst used it after the release.")
@Outcome(id = ".*, -1", expect = Expect.FORBIDDEN, desc = "The burst was not seen to come back.")
final class LetGo {
    private LetGo() {
    }
}
