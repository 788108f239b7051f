"""Our testpmd and C's dpdk-testpmd on the same scenarios, in turn, on one machine."""
