package dev.pollmode.mlx5.model;

import java.io.PrintStream;
import java.util.concurrent.TimeUnit;

/// Commands by which somebody makes a served function misbehave.
final class Console {
    private static final String HELP = """
        delay MS      every command takes so long
        ignore N      the next N commands are never answered
        starve N      the device runs short of N pages
        return N      the device gives N pages back
        health N      the device fails with syndrome N
        recover       the host restarts the firmware; the driver enables the function anew
        link up|down  the cable
        remove        registers read as ones, until the next client
        request       the client is asked to release the device
        disconnect    the link to the client ends
        reset         the function is reset
        quit""";

    private final ServedFunction function;
    private final PrintStream out;

    Console(final ServedFunction function, final PrintStream out) {
        this.function = function;
        this.out = out;
    }

    /// Does what a line says.
    ///
    /// @return false if that was to end
    boolean accept(final String line) {
        final String[] words = line.trim().split("\\s+");
        try {
            return run(words[0], words.length > 1 ? words[1] : "");
        } catch (final IllegalArgumentException e) {
            out.println(line.trim() + ": " + e.getMessage());
            return true;
        }
    }

    private boolean run(final String command, final String argument) {
        final Mlx5Device device = function.device();
        switch (command) {
            case "" -> {
            }
            case "help" -> out.println(HELP);
            case "delay" -> device.faults().delayCommands(TimeUnit.MILLISECONDS.toNanos(number(argument)));
            case "ignore" -> device.faults().ignoreCommands(number(argument));
            case "starve" -> device.starve(number(argument));
            case "return" -> device.returnPages(number(argument));
            case "health" -> device.failHealth(number(argument));
            case "recover" -> device.recover();
            case "link" -> device.setLink(link(argument));
            case "remove" -> device.remove();
            case "request" -> out.println(function.requestRelease() ? "asked" : "nobody listens");
            case "disconnect" -> function.disconnect();
            case "reset" -> function.device().reset();
            case "quit" -> {
                return false;
            }
            default -> throw new IllegalArgumentException("no such command, type help");
        }
        return true;
    }

    private static int number(final String text) {
        if (!text.matches("[0-9]{1,9}")) {
            throw new IllegalArgumentException("a number is wanted");
        }
        return Integer.parseInt(text);
    }

    private static boolean link(final String state) {
        return switch (state) {
            case "up" -> true;
            case "down" -> false;
            default -> throw new IllegalArgumentException("up or down");
        };
    }
}
