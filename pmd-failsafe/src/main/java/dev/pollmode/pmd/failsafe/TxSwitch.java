package dev.pollmode.pmd.failsafe;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/// Packets are sent on another path.
@Name("dev.pollmode.failsafe.TxSwitch")
@Label("Failsafe TX Switch")
@Description("The packets of a failsafe port are sent on another sub-device")
@Category({"Pollmode", "Failsafe"})
@StackTrace(false)
final class TxSwitch extends Event {
    @Label("Port")
    String port;
    @Label("From sub-device, -1 for none")
    int from;
    @Label("To sub-device, -1 for none")
    int to;
    @Label("Reason")
    String reason;
}
