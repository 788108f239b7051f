package dev.pollmode.pmd.tap;

import dev.pollmode.test.support.PortContract;
import dev.pollmode.test.support.RequiresDevice;
import dev.pollmode.test.support.RequiresRoot;

@RequiresRoot
@RequiresDevice("/dev/net/tun")
final class TunPortContractTest extends PortContract {
    @Override
    protected String devargs() {
        return "net_tun0,iface=c" + ProcessHandle.current().pid() + "n%d";
    }

    @Override
    protected int rounds() {
        return 100;
    }
}
