#!/usr/bin/env python3
"""What a batch leaves when it is cut off or refused, at each of its calls that change or ask
the file system and the workers (tests/tools/interpose.c): killed in the middle of it, refused
by a full disk, a quota, permissions, a faulty disk or too few files. Afterwards each document
is the old one or the new one; the status says whether another try can help and the message
why; and the next run makes the tree and the manifest of a run that met nothing.

Then the same with a real disk that is full, folders that can't be written, pipes that nobody
reads, a folder that is taken away, and signals.

    tests/outages.py [STEP]     refuses every STEPth call only (3 by default), and kills at
                                each (at every 7th with sanitizers)"""

import concurrent.futures
import errno
import os
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "tools"))
from batches import (IS_SANITIZED, JIANBAO, ROOT, batch, check, finish, lack,  # noqa: E402
                     made, read, report, same_tree, tree, without_measures, write)

KILL_STEP = 7 if IS_SANITIZED else 1
STEP = int(sys.argv[1]) if len(sys.argv) > 1 else 14 if IS_SANITIZED else 3
REPORTS = 100
# How the calls of a whole run must look, so that none of its phases goes untried.
PHASES = {
    "listing": "readdir", "a survey's request": "send", "a run's folder": "mkdirat run-",
    "sweeping": "unlinkat journal", "the journal": "write", "a worker": "fork",
    "a worker's memory": "memfd_create", "writing": "openat 0.tmp", "syncing": "syncfs",
    "renaming": "renameat 2024-", "the manifest": "renameat manifest.json",
    "the state": "renameat .jianbao/state", "an old name": "unlinkat 2024-",
    "the index": "renameat index.html"}
# What a refusal means: the status that must be told, unless it did no harm.
REFUSALS = {errno.ENOSPC: 75, errno.EDQUOT: 75, errno.EMFILE: 75, errno.EIO: 74,
            errno.EACCES: 77, errno.EROFS: 77}
COLLECTION = "order: [-date]\nname: '{date}-{title}'\nformats: [txt, pdf]\n"


class Bench:
    """Reports in two versions, an output folder of the first with what a run that died, and
    perhaps a shard, left in it, and a clean one of the second."""

    def __init__(self, work, has_part):
        os.mkdir(work)
        self.work, self.src, self.seed = work, work + "/src", work + "/seed"
        self.library = work + "/interpose.so"
        subprocess.run(["cc", "-std=gnu11", "-O1", "-fPIC", "-shared", "-o", self.library,
                        ROOT + "/tests/tools/interpose.c", "-ldl"], check=True)
        write(self.src + "/collection.yaml", COLLECTION)
        for i in range(5):
            write(f"{self.src}/r{i}.md", report(i))
        batch(self.src, "-o", self.seed, "--index")
        if has_part:
            batch(self.src, "-o", self.seed, "--shard", "0/2")
        self.run(self.seed, "kill", 40, "--force")
        check("a run that died is there", any(
            name.startswith("run-") for name in os.listdir(self.seed + "/.jianbao")))
        self.old = tree(self.seed)[0]
        write(self.src + "/r1.md", report(1, "改"))
        write(self.src + "/r2.md", report(2).replace("第2期周报", "改名"))
        write(self.src + "/r5.md", report(5))
        batch(self.src, "-o", work + "/clean", "--index")
        self.new = tree(work + "/clean")[0]
        self.ledgers = self.ledgers_of(work + "/clean")

    def ledgers_of(self, folder):
        return without_measures(read(folder + "/manifest.json")), read(folder + "/index.html")

    def run(self, out, how, at="", *more, once="", place="parent", lines="", language="en"):
        env = {**os.environ, "LD_PRELOAD": self.library, "CALLS_HOW": str(how),
               "CALLS_AT": str(at), "CALLS_ONCE": once, "CALLS_IN": place,
               "CALLS_LOG": lines, "JIANBAO_MESSAGES": language,
               "ASAN_OPTIONS": os.environ.get("ASAN_OPTIONS", "") +
               ":verify_asan_link_order=0"}
        return batch(self.src, "-o", out, "-j1", "--index", *more, env=env)

    def copy(self, name):
        out = f"{self.work}/{name}"
        shutil.copytree(self.seed, out)
        return out

    def calls(self, how, place):
        """The calls of a run that nothing happens to."""
        out, lines = self.copy("count"), self.work + "/lines"
        self.run(out, how, place=place, lines=lines)
        found = read(lines).decode().splitlines()
        shutil.rmtree(out)
        os.remove(lines)
        return found

    def faults(self, out):
        """What is wrong with what a broken run left, and with what the next makes of it."""
        found = [f"{path} is neither old nor new" for path, text in tree(out)[0].items()
                 if text not in (self.old.get(path), self.new.get(path))]
        again = batch(self.src, "-o", out, "--index")
        if again.returncode:
            return found + [f"the next run: {again.returncode} {again.stderr[-300:]}"]
        documents, strays = tree(out)
        if documents != self.new:
            found.append(f"other documents: {sorted(set(documents) ^ set(self.new))}")
        if strays != ["index.html"] or os.path.exists(out + "/manifest.d"):
            found.append(f"left: {strays}")
        if self.ledgers_of(out) != self.ledgers:
            found.append("another manifest or index")
        if made(self.src, "-o", out):
            found.append("the run after makes something")
        return found


def try_point(bench, name, how, at, place, is_once):
    """One run that goes wrong at one call."""
    out = bench.copy(name)
    once = out + ".once" if is_once else ""
    if once:
        write(once, "")
    in_chinese = at % 2 == 1
    result = bench.run(out, how, at, once=once, place=place,
                       language="zh" if in_chinese else "en")
    status, found = result.returncode, []
    if how == "kill" and place == "parent":
        found = [] if status == -signal.SIGKILL else [f"status {status}"]
    elif how in ("kill", "short"):
        found = [] if status == 0 else [f"status {status}: {result.stderr[-300:]}"]
    elif status == 0:
        if {path: text for path, text in tree(out)[0].items() if path in bench.new} != \
                bench.new:
            found = ["all is said to be well, and it is not"]
    elif "worker-none" in result.stderr or place == "worker":
        found = [] if status in (1, 75) else [f"status {status}: {result.stderr[-300:]}"]
    elif status != REFUSALS[how] or os.strerror(how) not in result.stderr or \
            in_chinese != ("无法" in result.stderr):
        found = [f"status {status}: {result.stderr[-300:]}"]
    found += bench.faults(out)
    shutil.rmtree(out)
    return found


def try_points(bench, how, place, is_once, shift=0, parts=1):
    step = KILL_STEP if how == "kill" else STEP
    kind = f"{errno.errorcode.get(how, how)} {'at' if is_once else 'from'}"
    calls = bench.calls(how, place)
    points = [at for at in range(len(calls)) if at % (step * parts) == shift * step]
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        results = pool.map(lambda at: try_point(bench, f"{place}-{kind}-{at}", how, at, place,
                                                is_once), points)
        for at, found in zip(points, results):
            check(f"{place}: {kind} call {at}, {calls[at]}", not found, "; ".join(found))
    return calls


def try_calls(bench):
    calls = try_points(bench, "kill", "parent", False)
    for phase, call in PHASES.items():
        check(f"calls of {phase}", any(one.startswith(call) for one in calls),
              call + " is none of them")
    try_points(bench, "kill", "worker", True)
    try_points(bench, errno.ENOSPC, "parent", True)
    try_points(bench, errno.ENOSPC, "parent", False)
    others = [one for one in REFUSALS if one != errno.ENOSPC]
    for i, number in enumerate(others):
        try_points(bench, number, "parent", False, i, len(others))
    try_points(bench, errno.EMFILE, "worker", False)
    check("short writes", not try_point(bench, "short", "short", 0, "parent", False))


# ---- the world ---------------------------------------------------------------------------


def is_root():
    return os.getuid() == 0


def mounted(folder, size):
    """Makes a disk of its own; why that can't be, else ""."""
    os.mkdir(folder)
    if not is_root():
        return "not root"
    return subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "none", folder],
                          capture_output=True, text=True, check=False).stderr.strip()


def said(name, result, status, english):
    check(f"{name}: status", result.returncode == status,
          f"{result.returncode}: {result.stderr[-300:]}")
    check(f"{name}: it is said", english in result.stderr, result.stderr[-300:])
    check(f"{name}: nothing is called a crash", "crash" not in result.stderr)


def try_disk(work, src, clean):
    disk = work + "/disk"
    lacking = mounted(disk, "400k")
    if lacking:
        lack("a full disk, no tmpfs can be mounted: " + lacking, is_fault=False)
        return
    try:
        result = batch(src, "-o", disk)
        said("full disk", result, 75, "space")
        got, strays = tree(disk)
        check("full disk: whole files", all(clean[path] == got[path] for path in got))
        check("full disk: no stray file", not strays, str(strays))
        check("full disk: in Chinese", "无法写入" in batch(
            src, "-o", disk, "--messages", "zh").stderr)
        subprocess.run(["mount", "-o", "remount,size=200m", disk], check=True)
        check("more room", batch(src, "-o", disk).returncode == 0)
        same_tree("more room", disk, clean)
        subprocess.run(["mount", "-o", "remount,ro", disk], check=True)
        said("read-only disk", batch(src, "-o", disk, "--force"), 77, "Read-only")
        check("read-only disk: a dry run", batch(src, "-o", disk, "-n").returncode == 0)
    finally:
        subprocess.run(["umount", disk], check=False)


def try_permissions(work, src, clean):
    """Folders that can't be written, as somebody who is not root."""
    user = {"user": 65534, "group": 65534, "extra_groups": []} if is_root() else {}
    probe = subprocess.run([JIANBAO, "batch", src, "-n", "-o", work + "/x"], check=False,
                           capture_output=True, **user)
    if probe.returncode:
        lack("permissions: nobody can't read " + work, is_fault=False)
        return
    locked = work + "/locked"
    os.mkdir(locked)
    os.chmod(locked, 0o555)
    said("a folder without permission", batch(src, "-o", locked + "/out", **user), 77,
         "Permission denied")
    said("a read-only folder", batch(src, "-o", locked, **user), 77, "Permission denied")
    out = work + "/half"
    batch(src, "-o", out)
    for name in (".jianbao", "a"):
        os.makedirs(f"{out}/{name}", exist_ok=True)
    os.chmod(out, 0o777)
    os.chmod(out + "/.jianbao", 0o500)
    said(".jianbao without permission", batch(src, "-o", out, "--force", **user), 77,
         "Permission denied")
    same_tree(".jianbao without permission", out, clean)
    os.chmod(out + "/.jianbao", 0o777)
    os.chmod(out, 0o555)
    said("documents that can't be replaced", batch(src, "-o", out, "--force", **user), 77,
         "Permission denied")
    os.chmod(out, 0o755)
    check("permissions: the next run", batch(src, "-o", out).returncode == 0)
    same_tree("permissions", out, clean)


def try_places(work, src, clean):
    write(work + "/file", "")
    said("a file for a folder", batch(src, "-o", work + "/file/out"), 73, "Not a directory")
    out = work + "/in-the-way"
    os.makedirs(out + "/r001.pdf/x")
    result = batch(src, "-o", out)
    check("a folder for a document", result.returncode not in (0, 75), str(result.returncode))
    shutil.rmtree(out + "/r001.pdf")
    check("a folder for a document: the next run", batch(src, "-o", out).returncode == 0)
    same_tree("a folder for a document", out, clean)
    out = work + "/limited"

    def limit():
        resource.setrlimit(resource.RLIMIT_FSIZE, (4000, 4000))
    said("files of a limited size", batch(src, "-o", out, preexec_fn=limit), 74,
         "File too large")
    check("files of a limited size: the next run", batch(src, "-o", out).returncode == 0)
    same_tree("files of a limited size", out, clean)
    for i in range(3):
        out = f"{work}/gone{i}"
        run = subprocess.Popen([JIANBAO, "batch", src, "-o", out, "-j1"], text=True,
                               stderr=subprocess.PIPE)
        while not os.path.isdir(out + "/.jianbao") or len(os.listdir(out)) < 1 + i:
            time.sleep(0.002)
        os.rename(out, out + ".was")
        shutil.rmtree(out + ".was", ignore_errors=True)
        text = run.communicate()[1]
        check("a folder taken away: status", run.returncode in (0, 73), str(run.returncode))
        check("a folder taken away: it is said", run.returncode == 0 or
              "cannot write" in text, text[-300:])
        check("a folder taken away: the next run", batch(src, "-o", out).returncode == 0)
        same_tree("a folder taken away", out, clean)


def try_pipes(work, src, clean):
    """Nobody reads what is said; the work is done all the same."""
    for name, words, ends in (("log", ["--log", "json"], ["stdout"]), ("summary", [], ["stderr"]),
                              ("both", ["--log", "json"], ["stdout", "stderr"])):
        ends = {end: subprocess.PIPE for end in ends}
        run = subprocess.Popen([JIANBAO, "batch", src, "-o", f"{work}/pipe-{name}", *words],
                               **{"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL,
                                  **ends})
        for end in ends:
            getattr(run, end).close()
        check(f"closed pipe: {name}", run.wait() == 0, str(run.returncode))
        same_tree(f"closed pipe: {name}", f"{work}/pipe-{name}", clean)
        run = subprocess.Popen([JIANBAO, "batch", src, "-o", f"{work}/none-{name}", *words],
                               preexec_fn=lambda: [os.close(1), os.close(2)])
        check(f"no output: {name}", run.wait() == 0, str(run.returncode))
        same_tree(f"no output: {name}", f"{work}/none-{name}", clean)
    with open("/dev/full", "wb") as full:
        run = subprocess.run([JIANBAO, "batch", src, "-o", work + "/full", "--log", "json"],
                             stdout=full, stderr=full, check=False)
    check("a full log", run.returncode == 0, str(run.returncode))
    same_tree("a full log", work + "/full", clean)


def try_signals(work):
    """So many reports that a run is not over before it is told to stop."""
    src = work + "/many"
    for i in range(5 * REPORTS):
        write(f"{src}/r{i:03}.md", report(i))
    batch(src, "-o", work + "/many-clean")
    clean = tree(work + "/many-clean")[0]
    for number, status in ((signal.SIGTERM, 75), (signal.SIGHUP, 75), (signal.SIGINT, 130)):
        name, out = signal.Signals(number).name, f"{work}/{number}"
        run = subprocess.Popen([JIANBAO, "batch", src, "-o", out, "-j1"], text=True,
                               stderr=subprocess.PIPE, stdin=subprocess.DEVNULL)
        while not os.path.isdir(out + "/.jianbao"):
            time.sleep(0.002)
        run.send_signal(number)
        summary = run.communicate()[1]
        check(f"{name}: status", run.returncode == status, str(run.returncode))
        check(f"{name}: a summary", "not begun" in summary, summary[-300:])
        got, strays = tree(out)
        check(f"{name}: no stray file", not strays, str(strays))
        check(f"{name}: whole files", all(clean[path] == got[path] for path in got))
        left = made(src, "-o", out)
        check(f"{name}: what was made is kept", len(left) == len(clean) - len(got),
              f"{len(left)} of {len(clean)}, {len(got)} were there")
        same_tree(name, out, clean)


def main():
    with tempfile.TemporaryDirectory() as work:
        os.chmod(work, 0o755)
        try_calls(Bench(work + "/whole", has_part=False))
        try_points(Bench(work + "/shards", has_part=True), "kill", "parent", False)
        src = work + "/src"
        for i in range(REPORTS):
            write(f"{src}/r{i:03}.md", report(i))
        batch(src, "-o", work + "/clean")
        clean = tree(work + "/clean")[0]
        for trial in (try_disk, try_permissions, try_places, try_pipes):
            trial(work, src, clean)
        try_signals(work)
    finish()


if __name__ == "__main__":
    main()
