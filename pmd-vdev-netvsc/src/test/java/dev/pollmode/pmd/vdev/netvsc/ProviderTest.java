package dev.pollmode.pmd.vdev.netvsc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.module.ModuleDescriptor;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProviderTest {
    @Test
    void classPathSaysTheSameAsTheModule() throws IOException {
        final ModuleDescriptor module = NetvscDriver.class.getModule().getDescriptor();
        for (final ModuleDescriptor.Provides provides : module.provides()) {
            try (InputStream file = NetvscDriver.class.getModule().getResourceAsStream("META-INF/services/" + provides.service())) {
                final List<String> names = new String(file.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
                assertThat(names).isEqualTo(provides.providers());
            }
        }
        assertThat(module.provides()).hasSize(2);
    }
}
