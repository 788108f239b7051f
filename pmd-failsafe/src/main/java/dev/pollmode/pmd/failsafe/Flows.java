package dev.pollmode.pmd.failsafe;

import dev.pollmode.ethdev.EthDevException;
import dev.pollmode.ethdev.FlowRules;
import dev.pollmode.sys.Errno;
import java.lang.System.Logger.Level;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The flow rules of a port: kept as they were given, made on every sub-device, and made again on those that come later.
/// Runs under the control lock.
final class Flows {
    /// A rule, with the number it has on each sub-device.
    private record Rule(String text, Map<SubDevice, Long> numbers) {
    }

    private final Core core;
    private final Map<Long, Rule> rules = new TreeMap<>();
    private long lastNumber;
    private Boolean isolated;

    Flows(final Core core) {
        this.core = core;
    }

    void validate(final String text) {
        for (final SubDevice sub : staying()) {
            rulesOf(sub).validateFlow(text);
        }
    }

    /// Makes a rule on all sub-devices or on none.
    long create(final String text) {
        final Rule rule = new Rule(text, new HashMap<>());
        for (final SubDevice sub : staying()) {
            try {
                rule.numbers.put(sub, rulesOf(sub).createFlow(text));
            } catch (final RuntimeException e) {
                if (!Core.excused(sub, e)) {
                    destroyOnAll(rule);
                    throw new EthDevException(Core.errno(e), "create flow on " + sub + ": " + e.getMessage(), e);
                }
            }
        }
        rules.put(++lastNumber, rule);
        return lastNumber;
    }

    void destroy(final long number) {
        final RuntimeException failure = destroyOnAll(require(number));
        if (failure != null) {
            throw failure;
        }
        rules.remove(number);
    }

    void flush() {
        for (final SubDevice sub : staying()) {
            try {
                rulesOf(sub).flushFlows();
            } catch (final RuntimeException e) {
                if (!Core.excused(sub, e)) {
                    throw e;
                }
            }
        }
        rules.clear();
    }

    /// {@return what the sub-device counted that packets are sent on}
    long query(final long number) {
        final Rule rule = require(number);
        final SubDevice sub = core.paths().sending();
        final Long there = sub == null ? null : rule.numbers.get(sub);
        if (there == null) {
            throw new EthDevException(Errno.ENODEV, "query flow " + number + ", port " + core.name() + ": ENODEV, no sub-device has it now");
        }
        return rulesOf(sub).queryFlow(there);
    }

    void isolate(final boolean on) {
        for (final SubDevice sub : core.subs()) {
            if (sub.state().hasPort() && sub.removal() == null) {
                sub.port().findCapability(FlowRules.class).ifPresent(flows -> flows.isolateFlows(on));
            }
        }
        isolated = on;
    }

    // ---- for sub-devices that come ----

    /// Isolates a sub-device as the port is, before it is configured.
    void isolate(final SubDevice sub) {
        if (isolated == null) {
            return;
        }
        final FlowRules flows = sub.port().findCapability(FlowRules.class).orElse(null);
        if (flows == null) {
            core.log().log(Level.WARNING, core.name() + ": flow isolation mode of " + sub + " is incoherent: it has no flow rules");
        } else {
            flows.isolateFlows(isolated);
        }
    }

    /// Makes all rules on a sub-device that has none of them.
    void replay(final SubDevice sub) {
        if (rules.isEmpty()) {
            return;
        }
        final FlowRules flows = sub.port().findCapability(FlowRules.class).orElse(null);
        if (flows == null) {
            core.log().log(Level.WARNING, core.name() + ": " + sub + " has no flow rules; those of the port don't hold on it");
            return;
        }
        flows.flushFlows();
        for (final Rule rule : rules.values()) {
            try {
                rule.numbers.put(sub, flows.createFlow(rule.text));
            } catch (final RuntimeException e) {
                throw new EthDevException(Core.errno(e), "Failed to apply flow rule \"" + rule.text + "\" in sub_device " + sub.index()
                    + ": " + e.getMessage(), e);
            }
        }
    }

    /// Forgets the numbers of a sub-device that goes.
    void forget(final SubDevice sub) {
        rules.values().forEach(rule -> rule.numbers.remove(sub));
    }

    // ---- helpers ----

    private List<SubDevice> staying() {
        return core.configured().filter(sub -> sub.removal() == null).toList();
    }

    private FlowRules rulesOf(final SubDevice sub) {
        return sub.port().findCapability(FlowRules.class).orElseThrow(() -> new EthDevException(Errno.ENOTSUP, "flow rules, port "
            + core.name() + ": ENOTSUP, " + sub + " has none"));
    }

    private Rule require(final long number) {
        final Rule rule = rules.get(number);
        if (rule == null) {
            throw new EthDevException(Errno.ENOENT, "flow " + number + ", port " + core.name() + ": ENOENT, the rules are "
                + rules.keySet());
        }
        return rule;
    }

    private RuntimeException destroyOnAll(final Rule rule) {
        RuntimeException first = null;
        for (final Map.Entry<SubDevice, Long> each : Map.copyOf(rule.numbers).entrySet()) {
            try {
                rulesOf(each.getKey()).destroyFlow(each.getValue());
                rule.numbers.remove(each.getKey());
            } catch (final RuntimeException e) {
                if (!Core.excused(each.getKey(), e) && first == null) {
                    first = e;
                }
            }
        }
        return first;
    }
}
