/* SPDX-License-Identifier: BSD-3-Clause */
/* How long a polling loop stays away: the time between two turns of a loop that forwards one burst, as a histogram.
 *
 *   gaps EAL-ARGUMENTS -- SECONDS WARMUP
 *
 * Runs on the first worker lcore; prints one line of JSON: counts by powers of two in ns (a bucket's lower bound). */
#include <stdio.h>
#include <stdlib.h>

#include <rte_cycles.h>
#include <rte_eal.h>
#include <rte_errno.h>
#include <rte_launch.h>
#include <rte_lcore.h>

#include "nullport.h"

#define BUCKETS 64

static struct null_port ports[2];
static double seconds, warmup;
static uint64_t counts[BUCKETS];

static uint64_t
observe(double duration, uint64_t *longest)
{
	const uint64_t hz = rte_get_tsc_hz();
	const double ns_per_cycle = 1e9 / hz;
	const uint64_t start = rte_rdtsc();
	const uint64_t end = start + (uint64_t)(duration * hz);
	uint64_t last = start, turns = 0;

	memset(counts, 0, sizeof(counts));
	*longest = 0;
	while (last < end) {
		uint64_t now, gap;

		forward(&ports[turns & 1], &ports[~turns & 1], 0);
		now = rte_rdtsc();
		gap = (uint64_t)((now - last) * ns_per_cycle);
		counts[63 - __builtin_clzll(gap | 1)]++;
		if (gap > *longest)
			*longest = gap;
		last = now;
		turns++;
	}
	return turns;
}

static int
lcore_main(void *unused)
{
	uint64_t longest, turns;
	const char *separator = "";

	observe(warmup, &longest);
	turns = observe(seconds, &longest);
	printf("{\"seconds\": %.3f, \"turns\": %" PRIu64 ", \"max_ns\": %" PRIu64 ", \"buckets\": {", seconds, turns, longest);
	for (int i = 0; i < BUCKETS; i++) {
		if (counts[i] > 0) {
			printf("%s\"%" PRIu64 "\": %" PRIu64, separator, UINT64_C(1) << i, counts[i]);
			separator = ", ";
		}
	}
	printf("}}\n");
	return 0;
}

int
main(int argc, char **argv)
{
	const int consumed = rte_eal_init(argc, argv);
	struct rte_mempool *pool;

	if (consumed < 0 || argc - consumed != 3)
		rte_exit(EXIT_FAILURE, "usage: gaps EAL-ARGUMENTS -- SECONDS WARMUP\n");
	seconds = atof(argv[consumed + 1]);
	warmup = atof(argv[consumed + 2]);
	pool = make_pool();
	if (pool == NULL)
		rte_exit(EXIT_FAILURE, "no pool: %s\n", rte_strerror(rte_errno));
	for (int i = 0; i < 2; i++)
		ports[i] = (struct null_port){ .pool = pool, .id = i };
	rte_eal_remote_launch(lcore_main, NULL, rte_get_next_lcore(-1, 1, 0));
	rte_eal_mp_wait_lcore();
	return rte_eal_cleanup();
}
