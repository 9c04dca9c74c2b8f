"""The wheel: it carries engine, tutor, lessons, data and licences alone, and works outside the checkout."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    build = [
        sys.executable,
        "-m",
        "pip",
        "wheel",
        "-q",
        "--no-deps",
        "--no-build-isolation",
        "-w",
        folder,
        ROOT,
    ]
    subprocess.run(build, check=True, timeout=300)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory):
    """The wheel unpacked as an installer would, and its command, run in an empty folder elsewhere."""
    site, elsewhere = tmp_path_factory.mktemp("site"), tmp_path_factory.mktemp("elsewhere")
    zipfile.ZipFile(wheel).extractall(site)

    def run(*arguments):
        environment = {**os.environ, "PYTHONPATH": str(site), "D2L_TUTOR_HOME": str(elsewhere / "home")}
        command = [sys.executable, "-P", "-m", "tutor.cli", *arguments]
        return subprocess.run(
            command, cwd=elsewhere, env=environment, capture_output=True, text=True, timeout=300
        )

    return run


def test_the_wheel_carries_its_rooms_and_licences_and_nothing_else(wheel):
    names = zipfile.ZipFile(wheel).namelist()
    tops = {name.split("/")[0] for name in names}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"engine", "tutor", "lessons"}
    licences = [name for name in names if "LICENSE" in name]
    assert any(name.endswith("dist-info/licenses/LICENSE") for name in licences)
    assert any("modeldata" in name for name in licences) and any("fashion-mnist" in name for name in licences)
    assert {"lessons/course.yaml", "lessons/zh/course.yaml", "lessons/data/ames-house-sales.csv"} <= set(
        names
    )
    assert {f"tutor/serve/web/page.{kind}" for kind in ("html", "css", "js")} <= set(names)
    assert sum("fashion-mnist" in name and name.endswith(".gz") for name in names) == 4
    assert not [name for name in names if "test" in name.split("/")[0] or name.endswith(".pyc")]


def test_the_installed_wheel_checks_a_lesson(installed):
    done = installed("check", "ndarray-create")
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_installed_wheel_runs_a_file_with_its_own_data(installed, tmp_path):
    script = tmp_path / "script.py"
    script.write_text(
        "import engine\nfrom mxnet.gluon.data.vision import FashionMNIST\n"
        "print(len(FashionMNIST(train=False)), engine.__file__)\n"
    )
    done = installed("run", str(script))
    assert done.returncode == 0, done.stderr
    count, where = done.stdout.split()
    assert int(count) >= 1000 and not where.startswith(str(ROOT))
