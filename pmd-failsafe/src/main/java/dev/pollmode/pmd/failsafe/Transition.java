package dev.pollmode.pmd.failsafe;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/// A sub-device went to another state.
@Name("dev.pollmode.failsafe.Transition")
@Label("Failsafe Transition")
@Description("A sub-device of a failsafe port went to another state")
@Category({"Pollmode", "Failsafe"})
@StackTrace(false)
final class Transition extends Event {
    @Label("Port")
    String port;
    @Label("Sub-device")
    int subDevice;
    @Label("Device")
    String device;
    @Label("From")
    String from;
    @Label("To")
    String to;
    @Label("Reason")
    String reason;
    @Label("Time in the state before, ms")
    long inStateMs;
}
