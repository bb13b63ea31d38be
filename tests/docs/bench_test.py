"""docs/performance.md names the figures that followup-bench prints, with their floors; every benchmark runs to its end."""

import json
import os
import pathlib
import re
import subprocess
import unittest

BUILD = pathlib.Path(os.environ["FOLLOWUP_BUILD"])
PAGE = pathlib.Path(__file__).resolve().parents[2] / "docs" / "performance.md"


def documented():
    """Figure -> floor, of the page's first table."""
    rows = re.findall(r"^\| `([a-z_ 0-9]+)` \| ([0-9. ]+?)( at most)? \|", PAGE.read_text(), re.MULTILINE)
    return {name: (float(floor.replace(" ", "")), "at_most" if most else "at_least") for name, floor, most in rows}


class Bench(unittest.TestCase):
    def test_every_documented_figure_is_printed_beside_its_floor(self):
        program = BUILD / "tools" / "bench" / "followup-bench"
        run = subprocess.run([str(program), "all", "--quick"], capture_output=True, text=True, timeout=300, check=False)
        self.assertEqual(run.returncode, 0, run.stderr)
        printed = {}
        for line in run.stdout.splitlines():
            figure = json.loads(line)
            name = f"{figure['bench']} {figure['figure']}"
            sense = "at_most" if "at_most" in figure else "at_least"
            with self.subTest(name):
                self.assertGreater(figure["value"], 0)
                good = figure["value"] <= figure[sense] if sense == "at_most" else figure["value"] >= figure[sense]
                self.assertEqual(figure["held"], good)
            printed[name] = (figure[sense], sense)
        self.assertEqual(printed, documented())
        self.assertGreater(len(printed), 10, "the page's table is read")


if __name__ == "__main__":
    unittest.main(verbosity=2)
