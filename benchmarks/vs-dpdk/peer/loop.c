/* SPDX-License-Identifier: BSD-3-Clause */
/* Two null ports forwarded by hand: the limit of C beside which testpmd stands.
 *
 *   loop EAL-ARGUMENTS -- io|macswap SECONDS WARMUP
 *
 * Runs on the first worker lcore; prints one line of JSON. A packet is received once and sent once. */
#include <stdio.h>
#include <stdlib.h>

#include <rte_cycles.h>
#include <rte_eal.h>
#include <rte_errno.h>
#include <rte_launch.h>
#include <rte_lcore.h>

#include "nullport.h"

#define CHUNK 1024

static struct null_port ports[2];
static double seconds, warmup;

static __rte_always_inline uint64_t
run_until(uint64_t end, int swap)
{
	const uint64_t before = ports[0].sent + ports[1].sent;

	while (rte_rdtsc() < end) {
		for (int i = 0; i < CHUNK; i++) {
			forward(&ports[0], &ports[1], swap);
			forward(&ports[1], &ports[0], swap);
		}
	}
	return ports[0].sent + ports[1].sent - before;
}

static __rte_always_inline int
measure(int swap)
{
	const double hz = rte_get_tsc_hz();
	uint64_t start, packets;
	double elapsed;

	run_until(rte_rdtsc() + (uint64_t)(warmup * hz), swap);
	start = rte_rdtsc();
	packets = run_until(start + (uint64_t)(seconds * hz), swap);
	elapsed = (double)(rte_rdtsc() - start) / hz;
	printf("{\"packets\": %" PRIu64 ", \"seconds\": %.6f, \"ns_per_packet\": %.3f}\n", packets, elapsed, elapsed * 1e9 / packets);
	return 0;
}

static int
lcore_io(void *unused)
{
	return measure(0);
}

static int
lcore_macswap(void *unused)
{
	return measure(1);
}

int
main(int argc, char **argv)
{
	const int consumed = rte_eal_init(argc, argv);
	struct rte_mempool *pool;

	if (consumed < 0 || argc - consumed != 4)
		rte_exit(EXIT_FAILURE, "usage: loop EAL-ARGUMENTS -- io|macswap SECONDS WARMUP\n");
	seconds = atof(argv[consumed + 2]);
	warmup = atof(argv[consumed + 3]);
	pool = make_pool();
	if (pool == NULL)
		rte_exit(EXIT_FAILURE, "no pool: %s\n", rte_strerror(rte_errno));
	for (int i = 0; i < 2; i++)
		ports[i] = (struct null_port){ .pool = pool, .id = i };
	rte_eal_remote_launch(strcmp(argv[consumed + 1], "macswap") == 0 ? lcore_macswap : lcore_io, NULL,
		rte_get_next_lcore(-1, 1, 0));
	rte_eal_mp_wait_lcore();
	return rte_eal_cleanup();
}
