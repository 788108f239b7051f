package dev.pollmode.pmd.failsafe;

/// How far a sub-device is, or the port: a sub-device never runs ahead of the port.
///
/// | from      | to        | when                                                                               |
/// |-----------|-----------|------------------------------------------------------------------------------------|
/// | UNDEFINED | PARSED    | its source gave device arguments                                                   |
/// | PARSED    | PROBED    | its device is there and its port is ours                                           |
/// | PARSED    | PARSED    | it can't be probed, or its port is another's: read and tried again at the next poll |
/// | PROBED    | ACTIVE    | it was configured like the port, with queues and settings                          |
/// | ACTIVE    | STARTED   | it was started; packets are received from it                                       |
/// | STARTED   | ACTIVE    | the port was stopped                                                               |
/// | any       | LEAVING   | its removal was announced, somebody closed its port, or it could not be brought up |
/// | LEAVING   | UNDEFINED | no lcore is inside its queues, its port is closed, its device is unplugged         |
enum SubState {
    UNDEFINED, PARSED, PROBED, ACTIVE, STARTED, LEAVING;

    /// {@return whether there is a port that can be asked}
    boolean hasPort() {
        return this == PROBED || this == ACTIVE || this == STARTED;
    }

    /// {@return whether the port is configured}
    boolean isConfigured() {
        return this == ACTIVE || this == STARTED;
    }
}
