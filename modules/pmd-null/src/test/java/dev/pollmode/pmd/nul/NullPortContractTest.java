package dev.pollmode.pmd.nul;

import dev.pollmode.test.support.PortContract;

final class NullPortContractTest extends PortContract {
    @Override
    protected String devargs() {
        return "net_null0";
    }
}
