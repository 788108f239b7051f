package dev.pollmode.lab;

import dev.pollmode.ethdev.MacAddress;
import dev.pollmode.mlx5.model.ModelConfig;
import dev.pollmode.mlx5.model.PeerWire;
import dev.pollmode.mlx5.model.Wire;
import dev.pollmode.sys.LinkInfo;
import dev.pollmode.sys.RtNetlink;
import java.nio.file.Path;
import java.util.List;

/// The host under the guest: gives it a NetVSC, and a VF that it takes away and gives back.
///
/// ```
///   eth1  the NetVSC ─── outside1                      a veth pair; its outer end belongs to Outside
///   vf<n> the VF's netdevice ─── shade<n>              a veth pair that carries an address and nothing else
///   Vf    the function itself, behind a socket ─── a wire to Outside
/// ```
///
/// A directory says which of them are on which bus. Used by one thread.
final class Host implements AutoCloseable {
    static final String NETVSC = "eth1";
    static final String OUTER = "outside1";
    static final MacAddress MAC = MacAddress.parse("00:0d:3a:00:00:01");
    /// Where a VF may turn up, as on Azure with a domain of its own.
    static final List<String> ADDRESSES = List.of("a8f0:00:02.0", "b1c2:00:02.0", "c3d4:00:02.0", "d5e6:00:02.0");

    private final Path folder;
    private final int lose;
    private final SysfsTree sysfs;
    private final RtNetlink links = RtNetlink.open();
    private int lives;
    private Vf vf;

    /// @param folder an empty directory
    /// @param lose which share of the frames a VF's wire loses: every so manyth, 0 for none
    Host(final Path folder, final int lose) {
        this.folder = folder;
        this.lose = lose;
        sysfs = new SysfsTree(folder.resolve("sys"));
        sysfs.addNetvsc(NETVSC);
        links.createVeth(NETVSC, OUTER);
        links.setMac(index(NETVSC), MAC.bytes());
        links.setMac(index(OUTER), Outside.ADDRESS.bytes());
        links.setUp(index(OUTER), true);
        links.setUp(index(NETVSC), true);
    }

    private int index(final String name) {
        return links.link(name).map(LinkInfo::index).orElseThrow(() -> new IllegalStateException("interface " + name + " has gone"));
    }

    Path sysfsRoot() {
        return sysfs.root();
    }

    Path socket(final String address) {
        return folder.resolve(address.replace(':', '-'));
    }

    /// {@return the VF that is there now, or null}
    Vf vf() {
        return vf;
    }

    /// Gives the guest a VF.
    ///
    /// @param address on the PCI bus
    /// @return the outer end of its wire
    Outside.Line give(final String address) {
        final List<Wire> ends = PeerWire.pair();
        final ModelConfig config = ModelConfig.DEFAULT.withMacAddress(MAC.value()).withFlowControl(true);
        final Wire inner = lose == 0 ? ends.getFirst() : new LossyWire(ends.getFirst(), lose);
        vf = new Vf(++lives, address, socket(address), config, inner);
        sysfs.addPci(vf.iface(), address);
        links.createVeth(vf.iface(), "shade" + vf.path());
        links.setMac(index(vf.iface()), MAC.bytes());
        links.setUp(index(vf.iface()), true);
        return new Outside.Line(ends.getLast(), vf.path());
    }

    /// Takes the VF's netdevice and function away, as the kernel sees it, and ends it.
    void clear() {
        final Vf gone = vf;
        vf = null;
        sysfs.removePci(gone.iface(), gone.address());
        links.delete(index(gone.iface()));
        gone.close();
    }

    @Override
    public void close() {
        if (vf != null) {
            clear();
        }
        links.delete(index(NETVSC));
        links.close();
    }
}
