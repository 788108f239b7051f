package dev.pollmode.mlx5.prm;

/// Numbers of the registers that ACCESS_REGISTER reads (variant 1) and writes (variant 0).
public final class RegisterId {
    public static final int PMTU = 0x5003;
    public static final int PTYS = 0x5004;
    public static final int PAOS = 0x5006;
    public static final int PFCC = 0x5007;
    public static final int PPCNT = 0x5008;
    public static final int PMAOS = 0x5012;
    public static final int PPLR = 0x5018;
    public static final int PCAM = 0x507f;
    /// 64 bytes of text that say what the function is.
    public static final int NODE_DESC = 0x6001;
    public static final int HOST_ENDIANNESS = 0x7004;
    /// Variant of ACCESS_REGISTER that writes.
    public static final int WRITE = 0;
    /// Variant of ACCESS_REGISTER that reads.
    public static final int READ = 1;

    private RegisterId() {
    }
}
