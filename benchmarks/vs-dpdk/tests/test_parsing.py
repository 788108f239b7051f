"""The parsers, against output as the tools print it."""

import json
import unittest

from vsdpdk import parsing

PORT_STATS = """
  ######################## NIC statistics for port 0  ########################
  RX-packets: 454336     RX-missed: 0          RX-bytes:  17
  RX-errors: 3
  RX-nombuf:  0         
  TX-packets: 672        TX-errors: 0          TX-bytes:  0

  Throughput (since last show)
  Rx-pps:        12345          Rx-bps:            0
  Tx-pps:            0          Tx-bps:            0
  ############################################################################

  ######################## NIC statistics for port 1  ########################
  RX-packets: 672        RX-missed: 0          RX-bytes:  0
"""

PING = """PING 10.9.0.2 (10.9.0.2) 56(84) bytes of data.
64 bytes from 10.9.0.2: icmp_seq=1 ttl=64 time=0.070 ms
64 bytes from 10.9.0.2: icmp_seq=2 ttl=64 time=1.21 ms

--- 10.9.0.2 ping statistics ---
4 packets transmitted, 2 received, 50% packet loss, time 6ms
"""

NET_DEV = """Inter-|   Receive                                                |  Transmit
 face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed
    lo:       0       0    0    0    0     0          0         0        0       0    0    0    0     0       0          0
 dtap0:  123456    1001    0    2    0     0          0         0   654321    3003    0    4    0     0       0          0
"""


class PortStats(unittest.TestCase):

    def test_counters_are_told_apart_by_port(self):
        stats = parsing.port_stats(PORT_STATS)
        self.assertEqual([0, 1], sorted(stats))
        self.assertEqual((454336, 672), (stats[0]["RX-packets"], stats[1]["RX-packets"]))

    def test_counters_on_lines_of_their_own_are_read(self):
        self.assertEqual(3, parsing.port_stats(PORT_STATS)[0]["RX-errors"])

    def test_throughput_is_not_taken_for_a_counter(self):
        self.assertEqual(12345, parsing.port_stats(PORT_STATS)[0]["Rx-pps"])
        self.assertEqual(454336, parsing.port_stats(PORT_STATS)[0]["RX-packets"])

    def test_an_answer_without_ports_is_an_error_that_shows_it(self):
        with self.assertRaisesRegex(parsing.ParseError, "Bad arguments"):
            parsing.port_stats("Bad arguments\n")


class Terminal(unittest.TestCase):

    def test_escape_sequences_and_carriage_returns_vanish(self):
        self.assertEqual("testpmd> stop\n", parsing.plain("\x1b[?2004h\x1b[1mtestpmd> \x1b[0mstop\r\n\x1b[K"))

    def test_window_titles_vanish(self):
        self.assertEqual("x", parsing.plain("\x1b]0;title\x07x"))


class Ping(unittest.TestCase):

    def test_round_trip_times_are_in_microseconds(self):
        self.assertEqual([70.0, 1210.0], parsing.ping_rtts_us(PING))

    def test_unanswered_requests_are_loss(self):
        self.assertEqual(50.0, parsing.ping_loss_percent(PING))

    def test_output_without_totals_is_an_error(self):
        with self.assertRaises(parsing.ParseError):
            parsing.ping_loss_percent("ping: connect: Network is unreachable")


class Iperf(unittest.TestCase):

    def test_tcp_counts_what_the_receiver_got(self):
        report = {"end": {"sum_sent": {"bits_per_second": 9e9}, "sum_received": {"bits_per_second": 1.5e9}}}
        self.assertEqual(1.5, parsing.iperf_tcp_gbits(json.dumps(report)))

    def test_udp_counts_what_arrived(self):
        report = {"end": {"sum": {"packets": 1000, "lost_packets": 100, "lost_percent": 10, "seconds": 2.0}}}
        self.assertEqual(parsing.Udp(450.0, 10.0), parsing.iperf_udp(json.dumps(report)))

    def test_the_reason_of_a_failure_is_kept(self):
        with self.assertRaisesRegex(parsing.ParseError, "unable to connect"):
            parsing.iperf_tcp_gbits(json.dumps({"end": {}, "error": "unable to connect to server"}))

    def test_text_instead_of_json_is_an_error(self):
        with self.assertRaisesRegex(parsing.ParseError, "Segmentation"):
            parsing.iperf_udp("Segmentation fault")


class Kernel(unittest.TestCase):

    def test_device_counters_come_from_the_right_columns(self):
        self.assertEqual(parsing.DeviceCounters(123456, 1001, 3003), parsing.net_dev(NET_DEV)["dtap0"])

    def test_steal_is_the_eighth_column_and_guest_time_is_not_counted_twice(self):
        self.assertEqual((36, 8), parsing.cpu_ticks("cpu  1 2 3 4 5 6 7 8 9 10\ncpu0 1 2 3 4 5 6 7 8 9 10\n"))

    def test_a_process_name_may_contain_blanks_and_parentheses(self):
        text = "42 (a) b (c) S 7 1 1 0 -1 4194304 1 2 3 4 100 20 30 4 20 0 1 0 99\n"
        self.assertEqual((7, 120, 34), parsing.process_stat(text))

    def test_sizes_of_a_process_are_read_by_name(self):
        self.assertEqual({"VmRSS": 105900, "HugetlbPages": 378880},
                         parsing.status_kb("Name:\tx\nVmRSS:\t  105900 kB\nHugetlbPages:\t  378880 kB\nThreads:\t4\n"))


class GapHistogram(unittest.TestCase):

    def test_the_last_line_counts(self):
        text = 'warming up\n{"seconds": 1.5, "turns": 3, "max_ns": 900, "buckets": {"64": 2, "512": 1}}\n'
        self.assertEqual({"seconds": 1.5, "turns": 3, "max_ns": 900, "buckets": {64: 2, 512: 1}}, parsing.histogram(text))

    def test_anything_else_is_an_error(self):
        for text in ("", "no json", "[1]", '{"seconds": 1}', '{"seconds": 1, "turns": 1, "max_ns": 1, "buckets": 5}'):
            with self.subTest(text), self.assertRaises(parsing.ParseError):
                parsing.histogram(text)


if __name__ == "__main__":
    unittest.main()
