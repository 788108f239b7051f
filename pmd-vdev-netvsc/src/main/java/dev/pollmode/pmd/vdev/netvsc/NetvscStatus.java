package dev.pollmode.pmd.vdev.netvsc;

import dev.pollmode.ethdev.MacAddress;
import java.time.Instant;

/// What is known of a NetVSC interface and its VF at one moment.
///
/// @param id        the number of the context, part of the names of its devices
/// @param device    the failsafe device that was made for it
/// @param iface     the name of the interface, as it is now
/// @param index     its index
/// @param mac       its address, by which its VF is found
/// @param there     whether the interface is still there
/// @param state     where its VF is
/// @param vf        the PCI address of the VF; empty when there is none
/// @param vfIface   the netdevice of the VF; empty when there is none
/// @param since     when the last change happened
/// @param reason    why it happened
/// @param published how many times the failsafe device was told where the VF is
record NetvscStatus(int id, String device, String iface, int index, MacAddress mac, boolean there, VfState state, String vf,
        String vfIface, Instant since, String reason, long published) {
}
