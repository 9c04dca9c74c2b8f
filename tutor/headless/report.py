"""The reports of `d2l-tutor check`: a line a step for people, JSON and JUnit XML for machines."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from xml.etree import ElementTree

from tutor.headless.trials import Report


def line(report: Report) -> str:
    """One step in the terminal: a line, and below it what does not hold.

    >>> print(line(Report("shapes", "row", (), 0.213, 5)))
      ✓ row                                    5 trials  0.21 s
    """
    sign = "✓" if report.good else "✗"
    trials = f"{report.trials} trials" if report.trials else ""
    rows = [f"  {sign} {report.step:<36} {trials:>10} {report.seconds:5.2f} s"]
    rows += [f"      {problem}" for problem in report.problems]
    return "\n".join(rows)


def summary(reports: Sequence[Report]) -> str:
    """The last line: how many hold, in which time."""
    good = sum(report.good for report in reports)
    seconds = sum(report.seconds for report in reports)
    return f"{good} of {len(reports)} hold, in {seconds:.1f} s"


def as_json(reports: Sequence[Report]) -> str:
    """All reports as one JSON object: `good`, and `reports` with each step's problems."""
    data = {"good": all(report.good for report in reports), "reports": [asdict(report) for report in reports]}
    return json.dumps(data, indent=2, ensure_ascii=False)


def write_junit(reports: Sequence[Report], path: Path) -> None:
    """Write the reports as JUnit XML: a suite a lesson, a case a step."""
    root = ElementTree.Element("testsuites", name="d2l-tutor check")
    for lesson in dict.fromkeys(report.lesson for report in reports):
        own = [report for report in reports if report.lesson == lesson]
        suite = ElementTree.SubElement(
            root,
            "testsuite",
            name=lesson,
            tests=str(len(own)),
            failures=str(sum(not report.good for report in own)),
            time=f"{sum(report.seconds for report in own):.3f}",
        )
        for report in own:
            case = ElementTree.SubElement(
                suite, "testcase", classname=lesson, name=report.step, time=f"{report.seconds:.3f}"
            )
            if not report.good:
                problems = [str(problem) for problem in report.problems]
                failure = ElementTree.SubElement(case, "failure", message=problems[0])
                failure.text = "\n".join(problems)
    ElementTree.indent(root)
    ElementTree.ElementTree(root).write(path, encoding="utf-8", xml_declaration=True)
