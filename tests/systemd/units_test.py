#!/usr/bin/python3
"""The systemd units, accounts, folders and the store's settings, judged by systemd's and Redis' own programs.

Everything happens under a temporary root with the units of this project beside those of the system and with empty programs
in the places that the units name; nothing is installed or started, except a redis-server on a socket of its own.
"""
import os
import pathlib
import re
import shutil
import subprocess
import tempfile
import unittest

SOURCES = pathlib.Path(__file__).resolve().parents[2] / "systemd"
SYSTEM_UNITS = pathlib.Path("/usr/lib/systemd/system")
# As it is started, and the highest exposure that is allowed, in tenths.
SERVICES = {"followupd.service": 10, "followup-worker@email.service": 11, "followup-worker@webhook.service": 11,
            "followup-redis.service": 10}
UNITS = [*SERVICES, "followup.target"]


def run(*command, check=False):
    """Runs a program; gives its exit status and all that it printed."""
    ended = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=60, check=False)
    if check and ended.returncode != 0:
        raise AssertionError(f"{' '.join(command)}: {ended.returncode}\n{ended.stdout}")
    return ended.returncode, ended.stdout


def values(text, key):
    """All values of a key in a unit, with what follows on the line."""
    return re.findall(rf"^{key}=(.*)$", text, re.MULTILINE)


class Systemd(unittest.TestCase):
    def setUp(self):
        self.root = pathlib.Path(tempfile.mkdtemp(prefix="followup-units-"))
        self.addCleanup(shutil.rmtree, self.root)
        self.units = self.root / "usr/lib/systemd/system"
        shutil.copytree(SYSTEM_UNITS, self.units, symlinks=True)
        for unit in [*SOURCES.glob("*.service"), *SOURCES.glob("*.target")]:
            shutil.copy(unit, self.units)
        programs = self.root / "usr/bin"
        programs.mkdir()
        (self.root / "bin").symlink_to("usr/bin")
        for name in ("followupd", "followup-worker", "redis-server", "kill"):
            (programs / name).write_text("#!/bin/sh\n")
            (programs / name).chmod(0o755)
        (self.root / "etc").mkdir()

    def verify(self):
        return run("systemd-analyze", "verify", f"--root={self.root}", "--man=no", *UNITS)

    def exposure(self, unit, tenths):
        return run("systemd-analyze", "security", "--offline=true", f"--root={self.root}", "--no-pager",
                   f"--threshold={tenths}", unit)

    def read(self, unit):
        return (SOURCES / re.sub("@.*[.]", "@.", unit)).read_text()

    def testUnitsHoldNoMistake(self):
        status, said = self.verify()
        self.assertEqual((status, said), (0, ""))

    def testMistakesWouldBeFound(self):
        unit = self.units / "followupd.service"
        right = unit.read_text()
        for wrong in (right.replace("ProtectHome=yes", "ProtectHome=perhaps"), right.replace("RestartSec", "RestartSecs"),
                      right.replace("/usr/bin/followupd", "/usr/bin/absent")):
            unit.write_text(wrong)
            status, said = self.verify()
            self.assertNotEqual((status, said), (0, ""))

    def testUnitsStayWithinTheirExposure(self):
        for unit, tenths in SERVICES.items():
            status, said = self.exposure(unit, tenths)
            self.assertEqual(status, 0, said)
            self.assertNotEqual(self.exposure(unit, 1)[0], 0, "a threshold that nothing can keep is noticed")

    def testDropInsOfTheExamplesFit(self):
        for name, units in (("followupd-network.conf", ["followupd.service"]),
                            ("followup-worker-network.conf",
                             ["followup-worker@email.service", "followup-worker@webhook.service"])):
            for unit in units:
                folder = self.root / "etc/systemd/system" / f"{unit}.d"
                folder.mkdir(parents=True)
                shutil.copy(SOURCES / "examples" / name, folder / "network.conf")
        status, said = self.verify()
        self.assertEqual((status, said), (0, ""))
        for unit, tenths in SERVICES.items():
            status, said = self.exposure(unit, tenths + 2)
            self.assertEqual(status, 0, said)

    def testPathsAndUsersAgree(self):
        redis = self.read("followup-redis.service")
        settings = (SOURCES / "redis.conf").read_text()
        self.assertIn(f"\nunixsocket /run/{values(redis, 'RuntimeDirectory')[0]}/", settings)
        self.assertIn(f"\ndir /var/lib/{values(redis, 'StateDirectory')[0]}\n", settings)
        gigabytes = int(re.search(r"^maxmemory (\d+)gb$", settings, re.MULTILINE).group(1))
        self.assertGreaterEqual(int(values(redis, "MemoryMax")[0].removesuffix("G")), 2 * gigabytes)
        wanted = values(self.read("followup.target"), "Also")[0].split()
        self.assertEqual(sorted(wanted), sorted(SERVICES))
        for unit in SERVICES:
            text = self.read(unit)
            self.assertEqual(values(text, "WantedBy"), ["followup.target"])
            for program in re.findall(r"^Exec\w+=(/\S+) ", text, re.MULTILINE):
                self.assertIn(program, values(text, "ExecPaths")[0].split())

    def testAccountsAreMadeAsTheUnitsNameThem(self):
        run("systemd-sysusers", f"--root={self.root}", str(SOURCES / "followup.sysusers"), check=True)
        users = {line.split(":")[0] for line in (self.root / "etc/passwd").read_text().splitlines()}
        groups = {line.split(":")[0]: line.split(":")[3].split(",")
                  for line in (self.root / "etc/group").read_text().splitlines()}
        for unit in SERVICES:
            text = self.read(unit)
            self.assertIn(values(text, "User")[0], users)
            self.assertIn(values(text, "Group")[0], groups)
        self.assertEqual(sorted(groups["followup"]), ["followup-redis", "followup-worker", "followupd"])
        self.assertEqual(groups["followupd"], [""], "only those who may push events")

    def testConfigurationFolderIsPrivate(self):
        run("systemd-sysusers", f"--root={self.root}", str(SOURCES / "followup.sysusers"), check=True)
        folder = self.root / "etc/followupd"
        folder.mkdir(parents=True)
        (folder / "followupd.toml").write_text("")
        (folder / "redis.conf").write_text("")
        command = ["systemd-tmpfiles", f"--root={self.root}", "--create", str(SOURCES / "followup.tmpfiles")]
        if os.geteuid() != 0:
            self.skipTest("giving files to a group needs root")
        run(*command, check=True)
        group = next(int(line.split(":")[2]) for line in (self.root / "etc/group").read_text().splitlines()
                     if line.startswith("followup:"))
        for path, mode in ((folder, 0o750), (folder / "tenants", 0o750), (folder / "followupd.toml", 0o640),
                           (folder / "redis.conf", 0o640)):
            state = path.stat()
            self.assertEqual((state.st_mode & 0o777, state.st_uid, state.st_gid), (mode, 0, group), path)

    def testStoreTakesItsSettings(self):
        socket = self.root / "redis.sock"
        settings = self.root / "redis.conf"
        shipped = (SOURCES / "redis.conf").read_text()
        settings.write_text(re.sub(r"(?m)^dir .*$", f"dir {self.root}",
                                   re.sub(r"(?m)^unixsocket .*$", f"unixsocket {socket}", shipped)))
        server = subprocess.Popen(["redis-server", str(settings), "--daemonize", "no"], stdout=subprocess.PIPE,
                                  stderr=subprocess.STDOUT, text=True)
        try:
            for line in server.stdout:  # ends when the server does
                if "ready to accept connections" in line.lower():
                    break
            for key, value in (("appendonly", "yes"), ("appendfsync", "always"), ("maxmemory-policy", "noeviction"),
                               ("maxmemory", str(2 << 30)), ("save", ""), ("port", "0"), ("unixsocketperm", "770"),
                               ("slowlog-log-slower-than", "-1"), ("aof-load-truncated", "yes"),
                               ("no-appendfsync-on-rewrite", "no")):
                _, answer = run("redis-cli", "-s", str(socket), "config", "get", key, check=True)
                self.assertEqual(answer.splitlines()[1:2], [value] if value else [""], key)
            self.assertEqual(socket.stat().st_mode & 0o777, 0o770)
        finally:
            server.terminate()
            server.stdout.close()
            server.wait(timeout=30)


if __name__ == "__main__":
    unittest.main()
