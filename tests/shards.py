#!/usr/bin/env python3
"""Collections made in parts: the parts of 1 to 40 shards are disjoint and together the whole;
their merged manifest is the single run's; what job arrays of Slurm, Kubernetes and AWS Batch
say is understood or refused; GNU parallel and a Slurm cluster, with a node that dies in the
middle, give the tree of a single run.

    tests/shards.py             JIANBAO names the program"""

import os
import shutil
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "tools"))
import slurm  # noqa: E402
from batches import (IS_SANITIZED, JIANBAO, batch, check, finish, lack, log,  # noqa: E402
                     made, read, report, run, same_tree, tree, without_measures, write)

SHARDS_MOST = 40
REPORTS = 120


def make_reports(folder, count, more=""):
    for i in range(count):
        write(f"{folder}/{i % 7}/r{i:03}.md", report(i, more))


def manifest(folder):
    return without_measures(read(folder + "/manifest.json"))


# ---- parts ------------------------------------------------------------------------------


def try_union(src, out):
    ids = {one["id"] for one in log(batch(src, "-o", out, "-n", "--log", "json"))
           if one["event"] == "would"}
    check("all reports", len(ids) == REPORTS)
    for count in range(1, SHARDS_MOST + 1):
        found = []
        for i in range(count):
            lines = log(batch(src, "-o", out, "-n", "--log", "json", f"--shard={i}/{count}"))
            found += [one["id"] for one in lines if one["event"] == "would"]
        check(f"{count} shards", sorted(found) == sorted(ids),
              f"{len(found)}, {len(set(found))} of them different")
    check("a dry run writes nothing", not os.path.exists(out))
    for wrong in ("3/3", "-1/3", "1", "1/0", "a/b", "1/2/3", "0/1000001", "", "AUTO"):
        check(f"no such shard: {wrong}",
              batch(src, "-o", out, "--shard", wrong).returncode == 64)


def try_again(work):
    """What a second run does, what the whole does after its parts, and merging."""
    src, whole, parts = work + "/again", work + "/again-whole", work + "/again-parts"
    make_reports(src, 40)

    def shards(count, *more):
        return [one for i in range(count)
                for one in made(src, "-o", parts, "--shard", f"{i}/{count}", *more)]
    check("shards make all", len(shards(4)) == 40)
    stamps = {name: os.stat(f"{parts}/manifest.d/{name}").st_mtime_ns
              for name in os.listdir(parts + "/manifest.d")}
    check("and then nothing", shards(4) == [])
    check("nor write anything", stamps == {
        name: os.stat(f"{parts}/manifest.d/{name}").st_mtime_ns for name in stamps})
    for change in ("one", "two"):
        make_reports(src, 40, change)
        check(f"change {change} makes all", len(shards(4)) == 40)
        check(f"change {change}, and then nothing", shards(4) == [])
    check("other shards find it made", shards(3) == [])
    make_reports(src, 40, "three")
    shards(3)
    os.remove(src + "/0/r007.md")
    os.remove(parts + "/0/r007.pdf")
    shards(3)
    batch(src, "-o", whole)
    merged = run("manifest", "merge", parts, "--keep-parts")
    check("merge", merged.returncode == 0, merged.stderr)
    check("merge: a single run's manifest", manifest(parts) == manifest(whole))
    check("--keep-parts", len(os.listdir(parts + "/manifest.d")) == 7)
    merged = run("manifest", "merge", parts)
    check("merge again", merged.returncode == 0 and manifest(parts) == manifest(whole),
          merged.stderr)
    check("merge takes the parts away", not os.path.exists(parts + "/manifest.d"))
    merged = run("manifest", "merge", parts)
    check("merge once more", merged.returncode == 0 and manifest(parts) == manifest(whole),
          merged.stderr)
    check("the whole finds it made", made(src, "-o", parts) == [])
    check("the state of the whole is left",
          os.listdir(parts + "/.jianbao") == ["state"], str(os.listdir(parts + "/.jianbao")))
    shards(2)
    make_reports(src, 40, "four")
    check("the whole makes all", len(made(src, "-o", parts)) == 40)
    check("and takes the parts away", not os.path.exists(parts + "/manifest.d"))
    check("and then nothing: the whole", made(src, "-o", parts) == [])
    verified = run("manifest", "verify", parts)
    check("verify", verified.returncode == 0, verified.stderr)
    shards(2)
    os.remove(parts + "/manifest.d/1-of-2.json")
    merged = run("manifest", "merge", parts)
    check("a missing shard", merged.returncode == 1 and "1/2" in merged.stderr)
    check("and nothing is taken away", os.listdir(parts + "/manifest.d") == ["0-of-2.json"])


# ---- job arrays -------------------------------------------------------------------------

SLURM = ("SLURM_ARRAY_TASK_ID", "SLURM_ARRAY_TASK_COUNT", "SLURM_ARRAY_TASK_MIN",
         "SLURM_ARRAY_TASK_MAX", "SLURM_ARRAY_TASK_STEP")
KUBERNETES = ("JOB_COMPLETION_INDEX", "JOB_COMPLETIONS")
AWS = ("AWS_BATCH_JOB_ARRAY_INDEX", "AWS_BATCH_JOB_ARRAY_SIZE")
# Variables, their values, and the part; or the variable that the message must name.
ARRAYS = [
    (SLURM, "0 4 0 3 1", "0/4"), (SLURM, "3 4 0 3 1", "3/4"),
    (SLURM, "1 8 1 8 1", "0/8"), (SLURM, "8 8 1 8 1", "7/8"),  # --array=1-8
    (SLURM, "4 3 0 8 4", "1/3"), (SLURM, "8 3 0 10 4", "2/3"),  # --array=0-10:4
    (SLURM, "7 2 5 7 2", "1/2"), (SLURM[:2], "2 4", "2/4"), (SLURM[:3], "6 4 5", "1/4"),
    (SLURM, "7 3 1 7 1", SLURM[1]), (SLURM, "1 3 1 7 1", SLURM[1]),  # --array=1,3,7
    (SLURM, "9 8 1 8 1", SLURM[0]), (SLURM, "0 8 1 8 1", SLURM[0]),
    (SLURM, "1 4 0 6 2", SLURM[0]), (SLURM, "x 4 0 3 1", SLURM[0]),
    (SLURM, "1 0 0 3 1", SLURM[1]), (SLURM, "1 4 0 3 0", SLURM[1]),
    (SLURM, "1 4 -1 3 1", SLURM[2]), (SLURM, "1 4 0 3x 1", SLURM[3]),
    (SLURM, "4294967296 4 0 3 1", SLURM[0]), (SLURM[:1], "1", SLURM[1]),
    (KUBERNETES, "0 5", "0/5"), (KUBERNETES, "4 5", "4/5"),
    (KUBERNETES, "5 5", KUBERNETES[0]), (KUBERNETES, "-1 5", KUBERNETES[0]),
    (KUBERNETES[:1], "2", KUBERNETES[1]), (KUBERNETES, "2 all", KUBERNETES[1]),
    (AWS, "1 6", "1/6"), (AWS, "6 6", AWS[0]), (AWS, "1 0", AWS[1]),
    (AWS[:1], "1", AWS[1]), ((), "", "array-none"), (SLURM[1:], "4 0 3 1", "array-none"),
]


def try_arrays(src, out):
    def told(*words, **more):
        return batch(src, "-o", out, "-n", *words, **more)
    plain = {name: value for name, value in os.environ.items()
             if name not in SLURM + KUBERNETES + AWS}
    for names, values, wanted in ARRAYS:
        env = {**plain, **dict(zip(names, values.split()))}
        result = told("--shard", "auto", env=env)
        name = f"array {dict(zip(names, values.split()))}"
        if "/" in wanted:
            check(name, result.returncode == 0 and
                  result.stdout == told("--shard", wanted).stdout, result.stderr)
        else:
            in_chinese = told("--shard", "auto", "--messages", "zh", env=env)
            check(name, result.returncode == 64 and wanted in result.stderr and
                  wanted in in_chinese.stderr and "错误" in in_chinese.stderr,
                  f"{result.returncode}: {result.stderr}")
    given = {**plain, SLURM[0]: "9", SLURM[1]: "1"}
    check("without --shard no array is looked at", len(told(env=given).stdout.splitlines()) ==
          REPORTS)


# ---- hosts ------------------------------------------------------------------------------


def check_merged(name, parts, whole):
    merged = run("manifest", "merge", parts)
    check(name + ": merge", merged.returncode == 0, merged.stderr)
    check(name + ": the manifest", manifest(parts) == manifest(whole))
    same_tree(name, parts, tree(whole)[0])
    verified = run("manifest", "verify", parts)
    check(name + ": verify", verified.returncode == 0, verified.stderr)


def try_parallel(src, whole, work):
    if not shutil.which("parallel"):
        lack("GNU parallel is missing")
        return
    parts = work + "/parallel"
    done = subprocess.run(["parallel", "--will-cite", "-j4", JIANBAO, "batch", src, "-j1", "-q",
                           "-o", parts, "--shard", "{}/4", ":::", "0", "1", "2", "3"],
                          capture_output=True, text=True, stdin=subprocess.DEVNULL,
                          check=False, env={**os.environ, "HOME": work})
    check("parallel: status", done.returncode == 0, done.stderr)
    check_merged("parallel", parts, whole)


# Task 3 asks for another try at first, as on a full disk.
TASK = """#!/bin/sh
export JIANBAO_MESSAGES=en
[ "$SLURM_ARRAY_TASK_ID" = 3 ] && [ -z "$SLURM_RESTART_COUNT" ] && exit 75
exec '{program}' batch '{src}' -o '{out}' -j1 --shard auto
"""


def is_under_way(out, part):
    """Whether a shard has written something and not yet its manifest."""
    runs = [name for name in os.listdir(out + "/.jianbao") if name.startswith("run-")] \
        if os.path.isdir(out + "/.jianbao") else []
    return len(runs) >= part and not os.path.isdir(out + "/manifest.d")


def try_slurm(src, whole, work):
    lacking = slurm.missing()
    if lacking:
        lack("Slurm: " + lacking, is_fault=os.getuid() == 0)
        return
    cluster = slurm.Cluster(work + "/cluster", 2)
    try:
        cluster.start()
    except (OSError, TimeoutError) as fault:
        cluster.stop()
        lack(f"Slurm: no cluster can be had: {fault}")
        return
    with cluster:
        out = work + "/slurm"
        write(work + "/task", TASK.format(program=JIANBAO, src=src, out=out))
        job = cluster.submit("--array=1-4", "--requeue", "-o", work + "/slurm-%a",
                             work + "/task")
        slurm.wait_for("two shards under way", 30, lambda: is_under_way(out, 2))
        cluster.cut_power("n2")
        cluster.wait(job, 60)
        states = cluster.states(job)
    check("slurm: all done", len(states) == 4 and
          all(one[:2] == ("COMPLETED", "0:0") for one in states.values()), str(states))
    check("slurm: tried again after 75", states.get("3", "000")[2] >= 1, str(states))
    check("slurm: tried again on another node",
          any(one[2] for task, one in states.items() if task != "3"), str(states))
    check_merged("slurm", out, whole)


def main():
    with tempfile.TemporaryDirectory() as work:
        src = work + "/src"
        make_reports(src, REPORTS)
        try_union(src, work + "/none")
        try_arrays(src, work + "/none")
        try_again(work)
        batch(src, "-o", work + "/whole")
        try_parallel(src, work + "/whole", work)
        # a shard must last long enough to be cut off in its middle
        many = work + "/many"
        make_reports(many, 200 if IS_SANITIZED else 1600)
        batch(many, "-o", work + "/many-whole")
        begun = time.monotonic()
        try_slurm(many, work + "/many-whole", work)
        check("slurm takes less than a minute", time.monotonic() - begun < 60)
    finish()


if __name__ == "__main__":
    main()
