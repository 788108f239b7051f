/* SPDX-License-Identifier: BSD-3-Clause */
/* A null port as a careful C programmer would write it on DPDK's inlined functions: what net_null does (allocate a
 * buffer for each packet it invents, free each packet it is sent), but in bulk and with plain counters. */
#ifndef NULLPORT_H
#define NULLPORT_H

#include <stdint.h>
#include <string.h>

#include <rte_ether.h>
#include <rte_mbuf.h>
#include <rte_mempool.h>

#define BURST 32
#define PACKET_BYTES 64
#define POOL_SIZE 155456 /* as testpmd makes for two lcores */
#define POOL_CACHE 250

struct null_port {
	struct rte_mempool *pool;
	uint64_t received;
	uint64_t sent;
	uint16_t id;
} __rte_cache_aligned;

static inline uint16_t
null_rx(struct null_port *port, struct rte_mbuf **burst)
{
	if (rte_pktmbuf_alloc_bulk(port->pool, burst, BURST) != 0)
		return 0;
	for (int i = 0; i < BURST; i++) {
		burst[i]->data_len = PACKET_BYTES;
		burst[i]->pkt_len = PACKET_BYTES;
		burst[i]->port = port->id;
	}
	port->received += BURST;
	return BURST;
}

/* All buffers are direct, unshared, of one segment and of one pool: this is what fast free (RTE_ETH_TX_OFFLOAD_MBUF_FAST_FREE) promises a driver. */
static inline void
null_tx(struct null_port *port, struct rte_mbuf **burst, uint16_t count)
{
	rte_mempool_put_bulk(port->pool, (void **)burst, count);
	port->sent += count;
}

static inline void
swap_macs(struct rte_mbuf **burst, uint16_t count)
{
	for (uint16_t i = 0; i < count; i++) {
		struct rte_ether_hdr *header = rte_pktmbuf_mtod(burst[i], struct rte_ether_hdr *);
		struct rte_ether_addr source;

		rte_ether_addr_copy(&header->src_addr, &source);
		rte_ether_addr_copy(&header->dst_addr, &header->src_addr);
		rte_ether_addr_copy(&source, &header->dst_addr);
	}
}

static inline void
forward(struct null_port *from, struct null_port *to, int swap)
{
	struct rte_mbuf *burst[BURST];
	const uint16_t count = null_rx(from, burst);

	if (swap)
		swap_macs(burst, count);
	null_tx(to, burst, count);
}

static inline struct rte_mempool *
make_pool(void)
{
	return rte_pktmbuf_pool_create("peer", POOL_SIZE, POOL_CACHE, 0, RTE_MBUF_DEFAULT_BUF_SIZE, SOCKET_ID_ANY);
}

#endif
