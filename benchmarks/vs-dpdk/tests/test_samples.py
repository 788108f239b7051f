"""Statistics, the reading of a table row, and who counts as a stranger."""

import unittest
from unittest import mock

from vsdpdk import gaps, load, report, samples, scenarios, testpmd, traffic
from vsdpdk.samples import Samples
from vsdpdk.trial import OURS, PEER


class Statistics(unittest.TestCase):

    def test_percentile_is_a_value_that_was_seen(self):
        self.assertEqual(50, samples.percentile(range(1, 101), 50))
        self.assertEqual(99, samples.percentile(range(1, 101), 99))
        self.assertEqual(7, samples.percentile([7], 99))

    def test_ratio_is_that_of_the_medians(self):
        self.assertEqual(2.0, samples.ratio(Samples([1, 6, 100]), Samples([3, 2, 90])))

    def test_there_is_no_ratio_to_nothing(self):
        self.assertIsNone(samples.ratio(Samples([1]), Samples([])))
        self.assertIsNone(samples.ratio(Samples([1]), Samples([0.0])))

    def test_a_noisy_sample_counts_only_where_there_is_no_quiet_one(self):
        found = Samples()
        found.add(1.0, noisy=True)
        self.assertEqual(([1.0], 0, True), (found.values, found.dropped, found.doubtful))
        found.add(5.0)
        self.assertEqual(([5.0], 1, False), (found.values, found.dropped, found.doubtful))

    def test_histograms_add_up(self):
        self.assertEqual({64: 3, 128: 5}, samples.merge_gaps([{64: 1}, {128: 5, 64: 2}]))

    def test_a_share_of_turns_ends_at_the_upper_bound_of_its_bucket(self):
        gaps = {64: 99, 1024: 1}
        self.assertEqual(128, samples.share_below(gaps, 0.99))
        self.assertEqual(2048, samples.share_below(gaps, 0.999))


class Table(unittest.TestCase):

    def test_a_goal_is_met_or_missed_in_the_direction_of_the_metric(self):
        more, less = scenarios.Metric("pps", goal=3.0), scenarios.Metric("us", False, 1.0)
        self.assertEqual(">= 3 met", report.goal_text(more, 3.0))
        self.assertEqual(">= 3 MISSED", report.goal_text(more, 2.9))
        self.assertEqual("<= 1 met", report.goal_text(less, 0.9))
        self.assertEqual("<= 1 MISSED", report.goal_text(less, 1.1))

    def test_a_row_says_what_was_dropped_and_doubts_the_ratio_to_a_noisy_side(self):
        row = {PEER: Samples([50e6, 40e6, 60e6], [1e6], [100, 100, 99, 100]), OURS: Samples([], [200e6], [101])}
        self.assertEqual(["null-io.pps", "pps", "40 M", "50 M", "60 M", "200 M", "200 M", "200 M", "4.00?", ">= 3", "100/101",
                          "1 (all noisy: ours)"], report.line("null-io.pps", row))

    def test_a_side_that_was_not_measured_leaves_its_cells_empty(self):
        cells = report.line("ring-io.pps", {PEER: Samples([1.0])})
        self.assertEqual(["-"] * 4, cells[5:9])

    def test_all_samples_reach_the_document(self):
        found = report.document({"ring-io.pps": {PEER: Samples([1.0, 3.0]), OURS: Samples([4.0])}}, [], {}, {})
        self.assertEqual([1.0, 3.0], found["metrics"]["ring-io.pps"]["implementations"][PEER]["quiet"])
        self.assertEqual(2.0, found["metrics"]["ring-io.pps"]["ratio"])


class Scenarios(unittest.TestCase):

    def test_a_beginning_selects_all_scenarios_that_have_it(self):
        self.assertEqual(["tap-txonly-64", "tap-txonly-1400"], [s.name for s in scenarios.chosen("tap-txonly")])

    def test_a_scenario_is_taken_once(self):
        self.assertEqual(["null-io", "null-macswap", "null-txonly"], [s.name for s in scenarios.chosen("null-io,null")])

    def test_an_unknown_scenario_is_named_with_the_known_ones(self):
        with self.assertRaisesRegex(ValueError, "`nul1`.*null-io"):
            scenarios.chosen("nul1")

    def test_every_metric_is_found_by_its_row(self):
        for scenario in scenarios.SCENARIOS.values():
            for suffix, metric in scenario.metrics.items():
                self.assertIs(metric, scenarios.metric_of(scenario.name + suffix))


class Load(unittest.TestCase):

    PROCESSES = {1: (0, 0, 0), 2: (0, 0, 0), 10: (1, 0, 0), 11: (10, 0, 0), 20: (1, 0, 0), 30: (2, 0, 0)}

    def after(self, pid, ticks):
        return {**self.PROCESSES, pid: (self.PROCESSES[pid][0], *ticks)}

    def test_work_of_others_counts_with_that_of_their_ended_children(self):
        self.assertEqual(12, load.strangers_ticks(self.PROCESSES, self.after(20, (5, 7)), 10))

    def test_our_own_work_and_that_of_kernel_threads_do_not(self):
        for pid in (10, 11, 30):
            with self.subTest(pid):
                self.assertEqual(0, load.strangers_ticks(self.PROCESSES, self.after(pid, (5, 0)), 10))

    def test_stolen_time_and_strangers_make_a_window_noisy(self):
        limits = load.Limits(steal=2.0, strangers=4.0)
        self.assertTrue(load.Load(steal=5.0, strangers=0.0).exceeds(limits))
        self.assertTrue(load.Load(steal=0.0, strangers=5.0).exceeds(limits))
        self.assertFalse(load.Load(steal=2.0, strangers=4.0).exceeds(limits))


class Gaps(unittest.TestCase):

    @staticmethod
    def slice_of(bound, longest):
        return {"seconds": 2.0, "turns": 10, "max_ns": longest, "buckets": {64: 9, bound: 1}}

    def test_loops_take_turns_and_their_slices_add_up(self):
        order = []
        slices = iter([self.slice_of(1024, 1500), self.slice_of(2048, 3000), self.slice_of(1024, 1200), self.slice_of(4096, 5000)])

        def loop(name):
            def run(seconds):
                order.append((name, seconds))
                return next(slices)
            return run

        window = mock.MagicMock(noisy=False, load=load.Load(0.0, 0.0))
        window.__enter__.return_value = window
        window.__exit__.return_value = None
        with mock.patch.object(gaps, "LoadWindow", return_value=window), mock.patch.object(gaps.harness, "say"):
            merged = gaps.observe({PEER: loop(PEER), OURS: loop(OURS)}, 4.0, 2)
        self.assertEqual([(PEER, 2.0), (OURS, 2.0)] * 2, order)
        self.assertEqual({64: 18, 1024: 2}, merged[PEER]["buckets"])
        self.assertEqual(({64: 18, 2048: 1, 4096: 1}, 5000, 4.0), tuple(merged[OURS][key] for key in ("buckets", "max_ns", "seconds")))

    def test_the_table_has_gaps_per_second_of_both(self):
        side = {"seconds": 2.0, "turns": 10, "max_ns": 1500, "buckets": {64: 9, 1024: 4}, "dropped": 1, "noisy": 0, "steal": [0.1], "strangers": [0.2]}
        text = gaps.table({PEER: side, OURS: {**side, "buckets": {64: 9, 2048: 8}}})
        self.assertRegex(text, r"1\.024 us to 2\.048 us +\| +2 \| +0 \|")
        self.assertRegex(text, r"2\.048 us to 4\.096 us +\| +0 \| +4 \|")
        self.assertNotIn("64 ns", text)


class Prompt(unittest.TestCase):

    def test_an_answer_lies_between_the_echo_and_the_next_prompt(self):
        self.assertEqual("ok\n", testpmd.answer_in("show x\nok\ntestpmd> ", "show x"))

    def test_a_prompt_redrawn_before_the_echo_is_not_the_end(self):
        self.assertIsNone(testpmd.answer_in("testpmd> show x\nok", "show x"))
        self.assertEqual("ok\n", testpmd.answer_in("testpmd> show x\nok\ntestpmd> ", "show x"))

    def test_an_echo_alone_is_no_answer(self):
        self.assertIsNone(testpmd.answer_in("show x", "show x"))


class Frames(unittest.TestCase):

    def test_a_frame_has_the_size_asked_for(self):
        for size in (64, 1400):
            self.assertEqual(size, len(traffic.udp_frame(size)))

    def test_the_checksum_of_its_header_is_right(self):
        self.assertEqual(0, traffic.ipv4_checksum(traffic.udp_frame(64)[14:34]))


if __name__ == "__main__":
    unittest.main()
