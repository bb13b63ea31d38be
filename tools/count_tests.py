"""Prints how many tests of a ctest report (JUnit) passed and how many did not; a skipped test did not."""
import sys
import xml.etree.ElementTree

cases = list(xml.etree.ElementTree.parse(sys.argv[1]).getroot().iter("testcase"))
passed = sum(case.get("status") == "run" for case in cases)
for case in cases:
    if case.get("status") != "run":
        print(f"{case.get('status')}: {case.get('name')}", file=sys.stderr)
print(passed, len(cases) - passed)
