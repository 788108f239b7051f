package dev.pollmode.eal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HypervisorTest {
    @TempDir
    private Path root;

    @ParameterizedTest
    @CsvSource(nullValues = "-", value = {
        "Microsoft Corporation, Virtual Machine, American Megatrends Inc., HYPERV",
        "Microsoft Corporation, Surface Laptop 4, Microsoft Corporation, NONE",
        "QEMU, 'Standard PC (Q35 + ICH9, 2009)', SeaBIOS, KVM",
        "Red Hat, KVM, SeaBIOS, KVM",
        "Google, Google Compute Engine, Google, KVM",
        "Amazon EC2, c6in.large, Amazon EC2, KVM",
        "Amazon EC2, c5.metal, Amazon EC2, NONE",
        "'VMware, Inc.', 'VMware Virtual Platform', Phoenix, VMWARE",
        "innotek GmbH, VirtualBox, innotek GmbH, VIRTUALBOX",
        "FreeBSD, BHYVE, BHYVE, BHYVE",
        "Xen, HVM domU, Xen, XEN",
        "Dell Inc., PowerEdge R640, Dell Inc., NONE",
        "-, -, -, NONE"})
    void isToldByTheFirmware(final String vendor, final String product, final String bios, final Hypervisor hypervisor) throws IOException {
        write("class/dmi/id/sys_vendor", vendor);
        write("class/dmi/id/product_name", product);
        write("class/dmi/id/bios_vendor", bios);

        assertThat(Hypervisor.detect(root, root.resolve("none"))).isEqualTo(hypervisor);
    }

    @Test
    void isHypervWhereThereAreVmbusDevices() throws IOException {
        Files.createDirectories(root.resolve("bus/vmbus/devices/4487b255-b88c-403f-bb51-d1f69cf17f87"));

        assertThat(Hypervisor.detect(root, root.resolve("none"))).isEqualTo(Hypervisor.HYPERV);
    }

    @Test
    void isXenWhereTheKernelSaysSo() throws IOException {
        write("hypervisor/type", "xen");

        assertThat(Hypervisor.detect(root, root.resolve("none"))).isEqualTo(Hypervisor.XEN);
    }

    @Test
    void isUnknownWhereOnlyTheProcessorTells() throws IOException {
        write("cpuinfo", "processor : 0\nflags\t\t: fpu sse2 hypervisor lahf_lm");
        assertThat(Hypervisor.detect(root, root.resolve("cpuinfo"))).isEqualTo(Hypervisor.UNKNOWN);

        write("cpuinfo", "processor : 0\nflags\t\t: fpu sse2 lahf_lm\nmodel name : no hypervisor here");
        assertThat(Hypervisor.detect(root, root.resolve("cpuinfo"))).isEqualTo(Hypervisor.NONE);
    }

    private void write(final String file, final String text) throws IOException {
        if (text != null) {
            Files.createDirectories(root.resolve(file).getParent());
            Files.writeString(root.resolve(file), text + "\n");
        }
    }
}
