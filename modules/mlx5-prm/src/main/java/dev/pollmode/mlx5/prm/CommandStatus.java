package dev.pollmode.mlx5.prm;

/// What the first byte of a command's output says.
public final class CommandStatus {
    public static final int OK = 0x00;
    public static final int INTERNAL_ERROR = 0x01;
    public static final int BAD_OPCODE = 0x02;
    public static final int BAD_PARAMETER = 0x03;
    public static final int BAD_SYSTEM_STATE = 0x04;
    public static final int BAD_RESOURCE = 0x05;
    public static final int RESOURCE_BUSY = 0x06;
    public static final int LIMIT_EXCEEDED = 0x08;
    public static final int BAD_RESOURCE_STATE = 0x09;
    public static final int BAD_INDEX = 0x0a;
    public static final int NO_RESOURCES = 0x0f;
    public static final int BAD_INPUT_LENGTH = 0x50;
    public static final int BAD_OUTPUT_LENGTH = 0x51;
    public static final int BAD_QUEUE_STATE = 0x10;
    public static final int BAD_PACKET = 0x30;
    public static final int BAD_SIZE = 0x40;

    private CommandStatus() {
    }

    /// {@return the status in words, for messages}
    public static String text(final int status) {
        return switch (status) {
            case OK -> "ok";
            case INTERNAL_ERROR -> "internal error";
            case BAD_OPCODE -> "bad opcode or variant";
            case BAD_PARAMETER -> "bad parameter";
            case BAD_SYSTEM_STATE -> "bad system state";
            case BAD_RESOURCE -> "bad resource";
            case RESOURCE_BUSY -> "resource busy";
            case LIMIT_EXCEEDED -> "limit exceeded";
            case BAD_RESOURCE_STATE -> "bad resource state";
            case BAD_INDEX -> "bad index";
            case NO_RESOURCES -> "no resources";
            case BAD_INPUT_LENGTH -> "bad input length";
            case BAD_OUTPUT_LENGTH -> "bad output length";
            case BAD_QUEUE_STATE -> "bad queue state";
            case BAD_PACKET -> "bad packet";
            case BAD_SIZE -> "bad size: completions are outstanding";
            default -> "status 0x" + Integer.toHexString(status);
        };
    }
}
