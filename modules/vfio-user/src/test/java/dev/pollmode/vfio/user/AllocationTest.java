package dev.pollmode.vfio.user;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.pollmode.sys.Mapping;
import dev.pollmode.sys.Mem;
import dev.pollmode.sys.MemFd;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What a datapath does with a device, and a device with its driver's memory, allocates nothing.
@Timeout(60)
class AllocationTest {
    private static final int ROUNDS = 20_000;
    private static final long IOVA = 0x4000;

    @TempDir
    private Path directory;

    /// Bytes allocated for one round, once compiled: rounds that the compiler still works on are given more tries.
    private static double bytesPerRound(final Runnable work) {
        final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        double least = Double.MAX_VALUE;
        for (int attempt = 0; attempt < 5 && least > 0; attempt++) {
            final long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < ROUNDS; i++) {
                work.run();
            }
            least = Math.min(least, (double) (threads.getCurrentThreadAllocatedBytes() - before) / ROUNDS);
        }
        return least;
    }

    @Test
    void doorbellsAndMemoryAllocateNothing() throws Exception {
        try (TestDevice device = new TestDevice(); MemFd file = MemFd.create("guest", 8192); Mapping mine = file.map();
             VfioUserServer server = VfioUserServer.listen(directory.resolve("dev.sock"), device)) {
            server.start("test server");
            try (VfioUserClient client = VfioUserClient.connect(server.path())) {
                client.mapMemory(IOVA, mine.address(), 8192, GuestMemory.READ | GuestMemory.WRITE, file.fd().number(), 0);
                final ClientRegion bells = client.region(2);
                final GuestMemory memory = device.attached.poll(10, TimeUnit.SECONDS).memory();
                assertThat(bytesPerRound(() -> {
                    Mem.putLongRelease(bells.address(0x800, 8), 1);
                    memory.enter();
                    Mem.putLong(memory.find(IOVA + 64, 64), device.doorbells.take(0x800));
                    memory.exit();
                })).as("mapped").isLessThan(0.1);
                assertThat(bytesPerRound(() -> client.post(0, 8, 1, 4))).as("trapped").isLessThan(0.1);
            }
        }
    }
}
