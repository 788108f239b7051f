package dev.pollmode.testpmd;

import static dev.pollmode.testpmd.spi.Section.CONFIG;
import static dev.pollmode.testpmd.spi.Section.DISPLAY;

import dev.pollmode.eal.EalException;
import dev.pollmode.ethdev.FlowControl;
import dev.pollmode.ethdev.FlowControl.Mode;
import dev.pollmode.testpmd.spi.Arguments;
import dev.pollmode.testpmd.spi.Command;
import dev.pollmode.testpmd.spi.CommandException;
import dev.pollmode.testpmd.spi.Report;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Pause frames of ports.
final class FlowControlCommands {
    private final Session session;

    FlowControlCommands(final Session session) {
        this.session = session;
    }

    List<Command> list() {
        return List.of(
            Command.of(DISPLAY, "show port <port:port> flow_ctrl", "Shows which pause frames a port sends and heeds.",
                (arguments, output) -> output.show(report(arguments.number("port"), control(arguments)))),
            Command.of(CONFIG, "set flow_ctrl rx <rx:on|off> <port:port>", "Sets whether a port heeds pause frames.",
                (arguments, _) -> set(arguments, arguments.on("rx"), isTx(control(arguments).flowControl()))),
            Command.of(CONFIG, "set flow_ctrl tx <tx:on|off> <port:port>", "Sets whether a port sends pause frames.",
                (arguments, _) -> set(arguments, isRx(control(arguments).flowControl()), arguments.on("tx"))),
            Command.of(CONFIG, "set flow_ctrl rx <rx:on|off> tx <tx:on|off> <port:port>", "Sets which pause frames a port sends and heeds.",
                (arguments, _) -> set(arguments, arguments.on("rx"), arguments.on("tx"))));
    }

    private FlowControl control(final Arguments arguments) {
        try {
            return session.ports().getOrList(arguments.number("port")).dev().capability(FlowControl.class);
        } catch (final EalException e) {
            throw refused(e);
        }
    }

    private static CommandException refused(final EalException reason) {
        return new CommandException("bad flow control parameter, return code = " + -reason.errno(), reason);
    }

    private static boolean isRx(final Mode mode) {
        return mode == Mode.RX_PAUSE || mode == Mode.FULL;
    }

    private static boolean isTx(final Mode mode) {
        return mode == Mode.TX_PAUSE || mode == Mode.FULL;
    }

    private void set(final Arguments arguments, final boolean rx, final boolean tx) {
        try {
            control(arguments).flowControl(rx && tx ? Mode.FULL : rx ? Mode.RX_PAUSE : tx ? Mode.TX_PAUSE : Mode.NONE);
        } catch (final EalException e) {
            throw refused(e);
        }
    }

    private static Report report(final int port, final FlowControl control) {
        final Mode mode = control.flowControl();
        final Map<String, Object> data = new LinkedHashMap<>();
        data.put("port", port);
        data.put("rx_pause", isRx(mode));
        data.put("tx_pause", isTx(mode));
        return new Report("""

            ********************* Flow control infos for port %-2d *********************
            FC mode:
               Rx pause: %s
               Tx pause: %s

            ***********************************   End  ********************************
            """.formatted(port, isRx(mode) ? "on" : "off", isTx(mode) ? "on" : "off"), data);
    }
}
