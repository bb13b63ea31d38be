#!/usr/bin/python3
"""Boots a system with the package installed and tells whether the units hold what they promise.

  boot_test.py PACKAGE    PACKAGE: the .deb of tools/package. Needs root and systemd-nspawn.

The system is this one under an overlay in memory, without its network; nothing of it is changed. In it runs booted_story.py.
"""
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
HERE = ROOT / "tests/systemd"
LIMIT_S = 300

STORY = """\
[Unit]
SuccessAction=exit-force
FailureAction=exit-force
FailureActionExitStatus=1

[Service]
Type=oneshot
ExecStart=/usr/bin/python3 -B /story/booted_story.py
StandardOutput=tty
StandardError=tty
TTYPath=/dev/console
TimeoutStartSec=240
"""
# Nothing of the machine's own services comes along.
TARGET = """\
[Unit]
Requires=basic.target followup-story.service
After=basic.target
AllowIsolate=yes
"""


def install(root, package):
    """As docs/operations.md says. What the package needs is on this machine already."""
    units = root / "etc/systemd/system"
    shutil.rmtree(units)  # what this machine has switched on stays behind
    units.mkdir()
    shutil.copy(package, root / "followupd.deb")
    subprocess.run(["chroot", root, "dpkg", "--install", "/followupd.deb"], env=dict(os.environ, DEBIAN_FRONTEND="noninteractive"),
                   check=True, stdout=subprocess.DEVNULL)
    (units / "followup-story.service").write_text(STORY)
    (units / "followup-story.target").write_text(TARGET)
    story = root / "story"
    story.mkdir()
    shutil.copy(HERE / "booted_story.py", story)
    shutil.copytree(ROOT / "tools/demo.d/stage", story / "stage")


def boot(root):
    return subprocess.run(
        ["systemd-nspawn", "--quiet", "--register=no", "--keep-unit", "--private-network", f"--directory={root}", "--boot",
         "systemd.unit=followup-story.target", "systemd.show_status=no"], stdin=subprocess.DEVNULL, timeout=LIMIT_S,
        check=False).returncode


def main():
    package = pathlib.Path(sys.argv[1]).resolve()
    memory = pathlib.Path(tempfile.mkdtemp(prefix="followup-boot-"))
    subprocess.run(["mount", "-t", "tmpfs", "-o", "mode=755", "tmpfs", memory], check=True)
    try:
        for name in ("upper", "work", "root"):
            (memory / name).mkdir()
        subprocess.run(["mount", "-t", "overlay", "-o", f"lowerdir=/,upperdir={memory}/upper,workdir={memory}/work", "overlay",
                        memory / "root"], check=True)
        try:
            install(memory / "root", package)
            return boot(memory / "root")
        finally:
            subprocess.run(["umount", memory / "root"], check=True)
    finally:
        subprocess.run(["umount", memory], check=True)
        memory.rmdir()


if __name__ == "__main__":
    sys.exit(main())
