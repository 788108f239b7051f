package dev.pollmode.lab;

import java.util.LinkedHashMap;
import java.util.Map;

/// A change of the path, from its cause to the first frames on the other path.
///
/// @param kind what happened
/// @param address of the VF
/// @param path its number
/// @param second when, since the start
/// @param outMs until the first frame from the guest on the other path
/// @param inMs until the first frame to the guest
record Switch(Step.Kind kind, String address, int path, double second, double outMs, double inMs) {
    boolean isFailover() {
        return kind == Step.Kind.ASKED_BACK || kind == Step.Kind.PULLED;
    }

    /// {@return the longer of both}
    double ms() {
        return Math.max(outMs, inMs);
    }

    /// {@return this for programs}
    ///
    /// @param heldOut frames from the guest that the removed device held
    /// @param heldIn frames to the guest
    Map<String, Object> data(final long heldOut, final long heldIn) {
        final Map<String, Object> data = data();
        if (isFailover()) {
            data.put("heldOut", heldOut);
            data.put("heldIn", heldIn);
        }
        return data;
    }

    Map<String, Object> data() {
        final Map<String, Object> data = new LinkedHashMap<>();
        data.put("type", isFailover() ? "failover" : "return");
        data.put("second", Lab.rounded(second));
        data.put("cause", kind.text());
        data.put("vf", address);
        data.put("outMs", Lab.rounded(outMs));
        data.put("inMs", Lab.rounded(inMs));
        return data;
    }
}
