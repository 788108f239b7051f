package dev.pollmode.pmd.tap;

import dev.pollmode.test.support.PortContract;
import dev.pollmode.test.support.RequiresDevice;
import dev.pollmode.test.support.RequiresRoot;

@RequiresRoot
@RequiresDevice("/dev/net/tun")
final class TapPortContractTest extends PortContract {
    @Override
    protected String devargs() {
        return "net_tap0,iface=c" + ProcessHandle.current().pid() + "t%d";
    }

    @Override
    protected int rounds() {
        return 200;
    }
}
