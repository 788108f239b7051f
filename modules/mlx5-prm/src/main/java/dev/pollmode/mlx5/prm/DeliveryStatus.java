package dev.pollmode.mlx5.prm;

/// Why a command was not executed at all: bits 7:1 of the last byte of its [CommandEntry].
public final class DeliveryStatus {
    public static final int OK = 0x00;
    public static final int BAD_SIGNATURE = 0x01;
    public static final int BAD_TOKEN = 0x02;
    public static final int BAD_BLOCK_NUMBER = 0x03;
    public static final int BAD_OUTPUT_POINTER = 0x04;
    public static final int BAD_INPUT_POINTER = 0x05;
    public static final int INTERNAL_ERROR = 0x06;
    public static final int BAD_INPUT_LENGTH = 0x07;
    public static final int BAD_OUTPUT_LENGTH = 0x08;
    public static final int RESERVED_NOT_ZERO = 0x09;
    public static final int BAD_COMMAND_TYPE = 0x10;

    private DeliveryStatus() {
    }

    /// {@return the status in words, for messages}
    public static String text(final int status) {
        return switch (status) {
            case OK -> "ok";
            case BAD_SIGNATURE -> "bad signature";
            case BAD_TOKEN -> "bad token";
            case BAD_BLOCK_NUMBER -> "bad block number";
            case BAD_OUTPUT_POINTER -> "bad output pointer";
            case BAD_INPUT_POINTER -> "bad input pointer";
            case INTERNAL_ERROR -> "internal error";
            case BAD_INPUT_LENGTH -> "bad input length";
            case BAD_OUTPUT_LENGTH -> "bad output length";
            case RESERVED_NOT_ZERO -> "reserved field not zero";
            case BAD_COMMAND_TYPE -> "bad command type";
            default -> "delivery status 0x" + Integer.toHexString(status);
        };
    }
}
