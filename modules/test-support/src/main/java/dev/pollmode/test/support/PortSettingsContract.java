package dev.pollmode.test.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.pollmode.eal.EalException;
import dev.pollmode.ethdev.AllMulticast;
import dev.pollmode.ethdev.EthDevInfo;
import dev.pollmode.ethdev.MacAddress;
import dev.pollmode.ethdev.MacControl;
import dev.pollmode.ethdev.Promiscuous;
import dev.pollmode.sys.Errno;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/// The second part of [PortContract]: what can be set on a port is as it was set, or is said not to be supported. Rows ET-14 to
/// ET-16.
public abstract class PortSettingsContract extends PortLifeContract {
    private static final int USUAL_MTU = 1_400;

    /// For [PortContract].
    protected PortSettingsContract() {
    }

    @Test
    void hasLinkAndAddressAtAnyTime() {
        assertThat(port().link()).isNotNull();
        assertThat(port().mac()).isNotNull();
        start(port());
        assertThat(port().link()).isNotNull();
        assertThat(port().mac()).isNotNull();
        assertThat(port().mtu()).isPositive();
    }

    /// ET-15.
    @Test
    void takesOnlyAddressesThatAPortCanHave_ET15() {
        refusal(Errno.EINVAL, () -> port().mac(MacAddress.ZERO));
        refusal(Errno.EINVAL, () -> port().mac(MacAddress.BROADCAST));
        final MacAddress address = MacAddress.parse("02:00:00:00:00:15");
        if (port().findCapability(MacControl.class).isPresent()) {
            port().mac(address);
            assertThat(port().mac()).isEqualTo(address);
        } else {
            refusal(Errno.ENOTSUP, () -> port().mac(address));
        }
    }

    /// ET-14.
    @Test
    void receivesForOthersAsItIsTold() {
        start(port());
        port().findCapability(Promiscuous.class).ifPresentOrElse(filter -> assertSwitches(filter::promiscuous, filter::isPromiscuous),
            () -> refusal(Errno.ENOTSUP, () -> port().capability(Promiscuous.class)));
        port().findCapability(AllMulticast.class).ifPresentOrElse(filter -> assertSwitches(filter::allMulticast, filter::isAllMulticast),
            () -> refusal(Errno.ENOTSUP, () -> port().capability(AllMulticast.class)));
    }

    private static void assertSwitches(final Consumer<Boolean> set, final BooleanSupplier get) {
        for (final boolean on : new boolean[] {true, true, false, false, true}) {
            set.accept(on);
            assertThat(get.getAsBoolean()).isEqualTo(on);
        }
    }

    /// ET-16: also while it is started.
    @Test
    void itsMtuIsTheOneThatWasSetWithinItsLimits() {
        final EthDevInfo info = port().info();
        start(port());
        // A port that consists of others may find out only now that none of them can.
        final EalException unsupported = catchThrowableOfType(EalException.class, () -> port().mtu(USUAL_MTU));
        if (unsupported != null) {
            assertThat(unsupported.errno()).as(unsupported.getMessage()).isEqualTo(Errno.ENOTSUP);
            return;
        }
        assertThat(port().mtu()).isEqualTo(USUAL_MTU);
        for (final int wrong : new int[] {info.minMtu() - 1, info.maxMtu() + 1, 0, -1}) {
            assertThat(refusal(Errno.EINVAL, () -> port().mtu(wrong))).contains(Integer.toString(wrong), info.minMtu() + " to " + info.maxMtu());
        }
        assertThat(port().mtu()).isEqualTo(USUAL_MTU);
        port().stop();
        port().mtu(info.minMtu());
        assertThat(port().mtu()).isEqualTo(info.minMtu());
    }
}
