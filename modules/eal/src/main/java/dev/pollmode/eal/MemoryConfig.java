package dev.pollmode.eal;

import java.nio.file.Path;

/// How memory is made, as the command line asks for it.
///
/// @param huge       whether pages of the huge page pools may be used
/// @param askedBytes what `-m` asks for: so much must be there at the start; 0 if it was not given
/// @param limitBytes more is refused; [Long#MAX_VALUE] without a limit
/// @param hugeDir    the hugetlbfs to make files in, null for none
/// @param shared     whether all memory is made of files that can be handed to another process
/// @param physical   whether devices are given physical addresses
/// @param iovaReason why that was chosen, for the log
record MemoryConfig(boolean huge, long askedBytes, long limitBytes, Path hugeDir, boolean shared, boolean physical,
        String iovaReason) {
}
