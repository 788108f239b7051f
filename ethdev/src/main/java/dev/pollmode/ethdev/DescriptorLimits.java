package dev.pollmode.ethdev;

/// How many descriptors a queue can have.
///
/// @param max at the most
/// @param min at the least
/// @param align the number is a multiple of this
/// @param preferred what [QueueConf] means by 0
public record DescriptorLimits(int max, int min, int align, int preferred) {
    /// Any number: the driver has no descriptors of its own.
    public static final DescriptorLimits ANY = new DescriptorLimits(65535, 0, 1, 512);
}
