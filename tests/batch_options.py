#!/usr/bin/env python3
"""Every option of batch and manifest does something: each is given at least two values, and
what is said and written must differ, while the same words twice make the same. An option of
the help that this file does not try is a failure.

    tests/batch_options.py      JIANBAO names the program; JIANBAO-faults stands beside it"""

import os
import re
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "tools"))
from batches import (FAULTS, IS_SANITIZED, ROOT, check, finish, lack,  # noqa: E402
                     read, report, run, write)

SANS = "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc"
# Option: what words to try behind `batch src -o out`, each on a folder of its own.
BATCH = {
    "to": [["-t", to] for to in ("pdf", "epub", "html", "wechat", "txt", "md", "txt,md")],
    "volume": [[], ["--volume", "甲"], ["--volume", "乙"]],
    "embed-fonts": [["-t", "epub"], ["-t", "epub", "--embed-fonts"]],
    "columns": [["-t", "txt", "--columns", n] for n in ("20", "40")],
    "layout": [["-l", name] for name in ("plain", "briefing")],
    "fonts": [["-f", name] for name in ("noto", "han-sans.yaml")],
    "set": [["-s", f"measure={n}em"] for n in (20, 30)],
    "font-path": [[], ["--font-path", "fonts"]],
    "datadir": [[], ["--datadir", "data"]],
    "shard": [[], ["--shard", "0/2"], ["--shard", "1/2"]],
    "index": [[], ["--index"]],
    "checksums": [[], ["--checksums"]],
    "force": [[], ["--force"]],
    "dry-run": [[], ["-n"]],
    "only-failed": [[], ["--only-failed"]],
    "since": [[], ["--since", "2024-02-01"], ["--since", "2024-04-01"]],
    "log": [["--log", form] for form in ("text", "json")],
    "quiet": [[], ["-q"]],
    "messages": [["--messages", name] for name in ("en", "zh")],
    "diagnostics": [["--diagnostics", form] for form in ("text", "json")],
    "color": [["--color", when] for when in ("never", "always")],
    "help": [[], ["--help"]],
}
# These are made of a folder that a first run has filled.
SECOND = ("force", "only-failed")
MANIFEST = {
    "keep-parts": [["merge", "shards"], ["merge", "shards", "--keep-parts"]],
    "quiet": [["verify", "whole"], ["verify", "whole", "-q"]],
    "messages": [["verify", "whole", "--messages", name] for name in ("en", "zh")],
    "diagnostics": [["verify", "whole", "--diagnostics", form] for form in ("text", "json")],
    "color": [["verify", "whole", "--color", when] for when in ("never", "always")],
    "help": [["verify", "whole", *more] for more in ([], ["--help"])],
}


def options_of(command):
    return set(re.findall(r"(?m)^  (?:-., |    )--([a-z-]+)", run(command, "--help").stdout))


def scrubbed(text):
    """Without what no two runs have in common: how long they took."""
    text = re.sub(r'("milliseconds"|"memory"):\d+', r"\1:0", text)
    return re.sub(r"(?m)^([ \d]*?) +[\d.]+$", r"\1", text)


class Bench:
    def __init__(self, work):
        self.work = work
        for i in range(5):
            write(f"{work}/src/r{i}.md", report(i, " Latin" * 9))
        write(f"{work}/src/bad.md", "---\ntitle: [\n---\n")
        os.makedirs(work + "/fonts/opentype/noto")
        os.symlink(SANS, work + "/fonts/opentype/noto/NotoSerifCJK-Regular.ttc")
        for name in ("fonts", "layouts"):
            shutil.copytree(f"{ROOT}/{name}", f"{work}/data/{name}")
        write(work + "/data/layouts/briefing.yaml", "extends: plain\nmeasure: 20em\n")
        write(work + "/han-sans.yaml", re.sub(
            "Noto Serif CJK", "Noto Sans CJK", read(ROOT + "/fonts/noto.yaml").decode()).replace(
                "name: noto", "name: han-sans"))

    def run(self, *words, **more):
        env = {**os.environ, "JIANBAO_MESSAGES": "en", **more.pop("env", {})}
        return run(*words, cwd=self.work, env=env, **more)

    def outcome(self, result, folders):
        files = {}
        for folder in folders:
            for path, _, names in os.walk(f"{self.work}/{folder}"):
                for name in names:
                    full = os.path.join(path, name)
                    if ".jianbao" in full:
                        continue
                    data = read(full)
                    files[os.path.relpath(full, self.work)] = \
                        scrubbed(data.decode()) if name.endswith(".json") else data
        return result.returncode, scrubbed(result.stdout), scrubbed(result.stderr), files

    def batch(self, words, is_second=False):
        shutil.rmtree(self.work + "/out", ignore_errors=True)
        if is_second:
            self.run("batch", "src", "-o", "out")
        return self.outcome(self.run("batch", "src", "-o", "out", *words), ["out"])

    def manifest(self, words):
        for name in ("whole", "shards"):
            shutil.rmtree(f"{self.work}/{name}", ignore_errors=True)
        self.run("batch", "src", "-o", "whole", "-t", "txt")
        write(self.work + "/whole/stray.txt", "")
        write(self.work + "/whole/manifest.d/0-of-2.json", "torn")
        for i in "01":
            self.run("batch", "src", "-o", "shards", "-t", "txt", "--shard", i + "/2")
        return self.outcome(self.run("manifest", *words), ["whole", "shards"])


def differ(name, values, outcome):
    found = [outcome(value) for value in values]
    check(name + ": the same twice", outcome(values[0]) == found[0])
    for i, one in enumerate(found):
        check(f"{name}: {values[i]}", one not in found[:i], "nothing is different")


def try_output(bench):
    bench.run("batch", "src", "-o", "here", "-t", "txt")
    check("--output", os.path.exists(bench.work + "/here/r1.txt"))
    check("no --output", bench.run("batch", "src").returncode == 64)
    shutil.rmtree(bench.work + "/here")


def try_jobs(bench):
    """So many workers are forked."""
    library, lines = bench.work + "/interpose.so", bench.work + "/lines"
    subprocess.run(["cc", "-std=gnu11", "-O1", "-fPIC", "-shared", "-o", library,
                    ROOT + "/tests/tools/interpose.c", "-ldl"], check=True)
    for count in (1, 2, 3):
        bench.run("batch", "src", "-o", "jobs", "--force", "-j", str(count), env={
            "LD_PRELOAD": library, "CALLS_IN": "parent", "CALLS_LOG": lines,
            "ASAN_OPTIONS": os.environ.get("ASAN_OPTIONS", "") + ":verify_asan_link_order=0"})
        forks = read(lines).decode().splitlines().count("fork ")
        check(f"--jobs {count}", forks == count, f"{forks} workers")
        os.remove(lines)


def try_limits(bench):
    write(bench.work + "/slow/r.md", report(1, "fault: loop"))
    write(bench.work + "/large/r.md", report(1, "fault: memory"))
    for seconds in ("1", "2"):
        told = bench.run("batch", "slow", "-o", "slow-out", "--time-limit", seconds,
                         program=FAULTS).stderr
        check(f"--time-limit {seconds}", f"longer than {seconds} second" in told, told)
    if IS_SANITIZED:
        lack("--memory-limit, the memory of a sanitizer has none", is_fault=False)
        return
    for size in ("300", "400"):
        told = bench.run("batch", "large", "-o", "large-out", "--memory-limit", size,
                         program=FAULTS).stderr
        check(f"--memory-limit {size}", f"{size} MB" in told, told)


def main():
    elsewhere = {"output", "jobs", "time-limit", "memory-limit"}
    for command, tried in (("batch", {*BATCH, *elsewhere}), ("manifest", {*MANIFEST})):
        listed = options_of(command)
        check(f"options of {command}", listed == tried,
              f"not tried: {sorted(listed - tried)}, not there: {sorted(tried - listed)}")
    with tempfile.TemporaryDirectory() as work:
        bench = Bench(work)
        for name, values in BATCH.items():
            differ(f"batch --{name}", values,
                   lambda words, name=name: bench.batch(words, name in SECOND))
        for name, values in MANIFEST.items():
            differ(f"manifest --{name}", values, bench.manifest)
        for trial in (try_output, try_jobs, try_limits):
            trial(bench)
    finish()


if __name__ == "__main__":
    main()
