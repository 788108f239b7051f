package dev.pollmode.pmd.tap;

import dev.pollmode.eal.Eal;
import dev.pollmode.ethdev.MacAddress;
import java.util.concurrent.atomic.AtomicInteger;

/// Hands out the addresses of `mac=fixed`: 02:64:74:61:70:00, …:01 and so on ("\002dtap" in ASCII), per Eal.
final class FixedMac {
    private static final long BASE = 0x0264_7461_7000L;

    private final AtomicInteger next = new AtomicInteger();

    private FixedMac() {
    }

    static MacAddress next(final Eal eal) {
        return new MacAddress(BASE | eal.extension(FixedMac.class, made -> new FixedMac()).next.getAndIncrement() & 0xff);
    }
}
