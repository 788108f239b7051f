package dev.pollmode.vfio.user;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pollmode.sys.Mapping;
import dev.pollmode.sys.Mem;
import dev.pollmode.sys.MemFd;
import dev.pollmode.test.base.Allocation;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What a datapath does with a device, and a device with its driver's memory, allocates nothing.
@Timeout(60)
class AllocationTest {
    private static final long IOVA = 0x4000;

    @TempDir
    private Path directory;

    @Test
    void doorbellsAndMemoryAllocateNothing() throws Exception {
        try (TestDevice device = new TestDevice(); MemFd file = MemFd.create("guest", 8192); Mapping mine = file.map();
             VfioUserServer server = VfioUserServer.listen(directory.resolve("dev.sock"), device)) {
            server.start("test server");
            try (VfioUserClient client = VfioUserClient.connect(server.path())) {
                client.mapMemory(IOVA, mine.address(), 8192, GuestMemory.READ | GuestMemory.WRITE, file.fd().number(), 0);
                final ClientRegion bells = client.region(2);
                final GuestMemory memory = device.attached.poll(10, TimeUnit.SECONDS).memory();
                assertThat(Allocation.bytesPerRound(() -> {
                    Mem.putLongRelease(bells.address(0x800, 8), 1);
                    memory.enter();
                    Mem.putLong(memory.find(IOVA + 64, 64), device.doorbells.take(0x800));
                    memory.exit();
                })).as("mapped").isLessThan(Allocation.NOTHING);
                assertThat(Allocation.bytesPerRound(() -> client.post(0, 8, 1, 4))).as("trapped").isLessThan(Allocation.NOTHING);
            }
        }
    }
}
