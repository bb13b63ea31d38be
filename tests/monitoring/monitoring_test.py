#!/usr/bin/python3
"""The alert rules and the dashboard ask for metrics that there are, and each alert comes when it should.

  monitoring_test.py SOURCE
"""
import json
import pathlib
import re
import subprocess
import sys
import unittest

import yaml

SOURCE = pathlib.Path(sys.argv[1])
MONITORING = SOURCE / "monitoring"
TABLE = re.compile(r"^\| `(followupd_\w+)` \| (counter|gauge|histogram) \| (?:`?(\w+)`?)? \|", re.MULTILINE)


def metrics():
    """Series by name, with the label that each may have: docs/operations.md is checked against the programs."""
    names = {}
    for name, kind, label in TABLE.findall((SOURCE / "docs/operations.md").read_text()):
        for suffix in ("_bucket", "_sum", "_count") if kind == "histogram" else ("",):
            names[name + suffix] = {"instance", "job", *([label] if label else []), *(["le"] if suffix == "_bucket" else [])}
    return names


def rules():
    return [rule for group in yaml.safe_load((MONITORING / "alerts.yml").read_text())["groups"] for rule in group["rules"]]


def expressions():
    for rule in rules():
        yield rule["alert"], rule["expr"]
    for panel in json.loads((MONITORING / "dashboard.json").read_text())["panels"]:
        for target in panel["targets"]:
            yield panel["title"], target["expr"]


class Monitoring(unittest.TestCase):
    def promtool(self, *words):
        ended = subprocess.run(["promtool", *words], capture_output=True, text=True, check=False)
        self.assertEqual(ended.returncode, 0, ended.stdout + ended.stderr)

    def test_promtool_accepts_the_rules(self):
        self.promtool("check", "rules", str(MONITORING / "alerts.yml"))

    def test_each_alert_comes_when_it_should_and_not_on_a_quiet_day(self):
        self.promtool("test", "rules", str(MONITORING / "alerts_test.yml"))

    def test_each_alert_is_played_both_ways(self):
        alerts = {rule["alert"] for rule in rules()}
        played = yaml.safe_load((MONITORING / "alerts_test.yml").read_text())["tests"]
        silent = {one["alertname"] for one in played[0]["alert_rule_test"]}
        coming = {one["alertname"] for test in played[1:] for one in test["alert_rule_test"] if one.get("exp_alerts")}
        self.assertEqual((silent, coming), (alerts, alerts))

    def test_every_query_names_metrics_and_labels_that_there_are(self):
        known = metrics()
        self.assertGreater(len(known), 20)
        for where, expression in expressions():
            names = set(re.findall(r"\bfollowupd_\w+", expression))
            self.assertTrue(names, where)
            self.assertLessEqual(names, set(known), where)
            labels = set(re.findall(r"(\w+)\s*(?:=~|!~|!=|=)\s*\"", expression)) | {
                label for listed in re.findall(r"by \(([^)]*)\)", expression) for label in re.findall(r"\w+", listed)}
            self.assertLessEqual(labels, set().union(*(known[name] for name in names)), where)

    def test_every_metric_is_on_the_dashboard_or_in_an_alert(self):
        asked = " ".join(expression for _, expression in expressions())
        for name in metrics():
            base = re.sub(r"_(bucket|sum|count)$", "", name)
            self.assertIn(base, asked)

    def test_every_alert_is_explained_in_the_runbook(self):
        text = (SOURCE / "docs/operations.md").read_text()
        for rule in rules():
            self.assertIn(f"`{rule['alert']}`", text)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
