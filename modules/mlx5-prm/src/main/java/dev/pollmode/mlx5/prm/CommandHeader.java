package dev.pollmode.mlx5.prm;

/// The beginning of every command: of its input, and of its output.
///
/// | input  | bits  | field    | meaning                                      |
/// |-------:|-------|----------|----------------------------------------------|
/// |   0x00 | 31:16 | `opcode` | see [Command]                                |
/// |   0x00 | 15:0  | `uid`    | user the command is for, 0 here              |
/// |   0x04 | 15:0  | `op_mod` | variant of the command                       |
///
/// | output | bits  | field      | meaning                                    |
/// |-------:|-------|------------|--------------------------------------------|
/// |   0x00 | 31:24 | `status`   | see [CommandStatus]                        |
/// |   0x04 | 31:0  | `syndrome` | what exactly was wrong, firmware's own code |
public final class CommandHeader {
    public static final Field OPCODE = new Field("opcode", 0x00, 31, 16);
    public static final Field UID = new Field("uid", 0x00, 15, 0);
    public static final Field OP_MOD = new Field("op_mod", 0x04, 15, 0);
    public static final Field STATUS = new Field("status", 0x00, 31, 24);
    public static final Field SYNDROME = new Field("syndrome", 0x04, 31, 0);
    /// Bytes of input and of output that stand in the command entry itself; the rest lies in mailboxes.
    public static final int INLINE_LENGTH = 0x10;

    private CommandHeader() {
    }
}
