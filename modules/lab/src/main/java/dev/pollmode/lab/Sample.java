package dev.pollmode.lab;

import dev.pollmode.testpmd.spi.Report;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/// One second of the lab. Rates are frames a second, the rest are totals.
///
/// @param second since the start
/// @param vf address of the VF that is there, or null
/// @param outPath the path that frames from the guest take now: [Ledger#NETVSC] or a VF
/// @param vfIn rate to the guest by the VF
/// @param vfOut rate from the guest by the VF
/// @param netvscIn rate to the guest by the NetVSC, with those to the group
/// @param netvscOut rate from the guest by the NetVSC
/// @param lost without excuse, twice or changed
/// @param held by VFs when they were taken away
record Sample(double second, String vf, int outPath, long vfIn, long vfOut, long netvscIn, long netvscOut, long lost, long held) {
    String path() {
        return outPath == Ledger.NETVSC ? "NetVSC" : outPath > Ledger.NETVSC ? "VF" : "none";
    }

    Report report() {
        final Map<String, Object> data = new LinkedHashMap<>();
        data.put("type", "second");
        data.put("second", Lab.rounded(second));
        data.put("path", path());
        data.put("vf", vf);
        data.put("vfInPps", vfIn);
        data.put("vfOutPps", vfOut);
        data.put("netvscInPps", netvscIn);
        data.put("netvscOutPps", netvscOut);
        data.put("lost", lost);
        data.put("held", held);
        return new Report(String.format(Locale.ROOT, "%7.1f s  path %-6s | VF %-12s in %6d out %6d pps | NetVSC in %6d out %6d pps | lost %d%n", second, path(),
            vf == null ? "away" : vf, vfIn, vfOut, netvscIn, netvscOut, lost), data);
    }
}
