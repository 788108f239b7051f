package dev.pollmode.eal;

import dev.pollmode.sys.Mapping;
import java.nio.file.Path;
import java.util.Map;

/// How memory is made, as the command line asks for it.
///
/// @param huge       whether pages of the huge page pools may be used
/// @param askedBytes what `-m` asks for: so much must be there at the start; 0 if it was not given
/// @param limitBytes more is refused; [Long#MAX_VALUE] without a limit
/// @param pageSizeLimits the most bytes in huge pages of a size, by size; a size that is missing has no limit
/// @param hugeDir    the hugetlbfs to make files in, null for none
/// @param shared     whether all memory is made of files that can be handed to another process
/// @param physical   whether devices are given physical addresses
/// @param iovaReason why that was chosen, for the log
record MemoryConfig(boolean huge, long askedBytes, long limitBytes, Map<Long, Long> pageSizeLimits, Path hugeDir, boolean shared,
        boolean physical, String iovaReason) {
    /// {@return whether memory may be made of huge pages of a size}
    ///
    /// @param length   bytes of the memory
    /// @param pageSize the size of the pages
    /// @param used     bytes that are in use in pages of this size
    boolean allows(final long length, final long pageSize, final long used) {
        final Long limit = pageSizeLimits.get(pageSize);
        return limit == null || Mapping.roundUp(length, pageSize) <= limit - used;
    }
}
