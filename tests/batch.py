#!/usr/bin/env python3
"""Batches: what they make is what export makes; a second run does nothing; what changed is
made again and nothing else; poisoned reports harm no other; kill -9, many runs at once, full
disks give the same tree.

    tests/batch.py              JIANBAO names the program; JIANBAO-faults stands beside it
    tests/batch.py KILLS [N]    so many kills (8 by default) over so many reports (1000)"""
import glob
import os
import random
import shutil
import signal
import struct
import subprocess
import sys
import tempfile
import time
import zlib

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "tools"))
from batches import (FAULTS, IS_SANITIZED, JIANBAO, batch, check, finish, lack,  # noqa: E402
                     log, records, report, same_tree, start, tree, write)

KILLS = int(sys.argv[1]) if len(sys.argv) > 1 else 8
REPORTS = int(sys.argv[2]) if len(sys.argv) > 2 else 1000


def png(path, width, height, colour):
    def chunk(kind, body):
        return (struct.pack(">I", len(body)) + kind + body +
                struct.pack(">I", zlib.crc32(kind + body)))
    rows = b"".join(b"\0" + bytes(colour) * width for _ in range(min(height, 16)))
    with open(path, "wb") as file:
        file.write(b"\x89PNG\r\n\x1a\n" +
                   chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)) +
                   chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))


# ---- what is made ---------------------------------------------------------------------


def try_incremental(work):
    """Only what changed is made again; names and filters of a collection."""
    src, out = work + "/in", work + "/out"
    for i in range(12):
        write(f"{src}/{i % 2}/r{i}.md", report(i, "\n\n![图](a.png)" if i == 3 else ""))
    png(src + "/1/a.png", 4, 4, (1, 2, 3))
    write(src + "/own.yaml", "extends: briefing\nmeasure: 30em\n")
    write(src + "/collection.yaml", "layout: own.yaml\n")
    result = batch(src, "-o", out)
    check("first run", result.returncode == 0, result.stderr)
    exported = subprocess.run([JIANBAO, "export", "-q", src + "/1/r3.md", "-o", "-"],
                              capture_output=True, check=False).stdout
    with open(out + "/1/r3.pdf", "rb") as file:
        check("as export makes it", file.read() == exported)

    def made(*more):
        return sorted(one["record"]["id"]
                      for one in log(batch(src, "-o", out, "--log", "json", *more))
                      if one["event"] == "report")
    check("second run does nothing", made() == [])
    stamp = os.stat(out + "/manifest.json").st_mtime_ns
    made()
    check("nor writes anything", os.stat(out + "/manifest.json").st_mtime_ns == stamp)
    png(src + "/1/a.png", 4, 4, (9, 2, 3))
    check("an image touches its report", made() == ["1/r3.md"])
    os.remove(src + "/1/a.png")
    check("its absence, too", made() == ["1/r3.md"])
    write(src + "/0/r2.md", report(2, "新"))
    check("a report touches itself", made() == ["0/r2.md"])
    os.utime(src + "/0/r4.md", (1, 1))
    check("a time touches nothing", made() == [])
    with open(out + "/0/r6.pdf", "ab") as file:
        file.write(b"x")
    os.remove(out + "/0/r8.pdf")
    check("outputs are looked at", made() == ["0/r6.md", "0/r8.md"])
    write(src + "/own.yaml", "extends: briefing\nmeasure: 31em\n")
    check("a layout touches all", len(made()) == 12)
    check("--force", len(made("--force")) == 12)
    check("--since", len(made("--force", "--since", "2024-11-01")) == 2)
    check("an option touches all", len(made("-s", "measure=20em")) == 12)
    made()
    collection = {"title": "周报", "reports": "['*/r*.md']", "layout": "own.yaml", "brand": "甲", "settings": "{size: 10pt}",
                  "mapping": "{reportId: ignore}", "where": "{tags: []}", "order": "[date]"}

    def edit(more="", **fields):
        collection.update(fields)
        write(src + "/collection.yaml", more + "".join(
            f"{name}: {value}\n" for name, value in collection.items() if value))
        return made()
    write(src + "/0/r0.md", report(0).replace("---\n", "---\nbrand: 己\nlayout: briefing\n", 1))
    check("a collection's fields touch all", len(edit(where="")) == 12)
    check("its title none", edit(title="改名") == [])
    check("nor its order, nor places", edit("# 注\n\n", order="[-date, title]") == [])
    check("nor formats as they are", edit(formats="pdf") == [])
    check("its brand those that have none", len(edit(brand="乙")) == 11)
    check("its layout those that name none", len(edit(layout="")) == 11)
    check("its settings all", len(edit(settings="{size: 11pt}")) == 12)
    check("its mapping all", len(edit(mapping="{other: ignore}")) == 12)
    check("its filter none", edit(where="{date: 2024}") == [])
    write(src + "/collection.yaml", "brand: [\n")
    check("an unsound one none is made with", batch(src, "-o", out).returncode == 78)
    check("and sound again", edit(where="") == [])
    write(src + "/collection.yaml", "layout: own.yaml\n")
    made()
    dry = batch(src, "-o", out, "--force", "--dry-run")
    check("--dry-run", len(dry.stdout.splitlines()) == 12 and dry.returncode == 0)
    write(src + "/0/bad.md", "---\ntitle: [\n---\n")
    check("a failure", batch(src, "-o", out).returncode == 1)
    check("is known", records(out)["0/bad.md"]["verdict"] == "failed")
    check("--only-failed", made("--only-failed", "--force") == ["0/bad.md"])
    write(src + "/0/bad.md", report(99))
    check("mended", made("--only-failed") == ["0/bad.md"])


def try_collection(work):
    src, out = work + "/in2", work + "/out2"
    for i in range(9):
        write(f"{src}/r{i}.md", report(i))
    write(src + "/r9.md", report(4))
    write(src + "/notes/x.md", report(50))
    write(src + "/some.yaml", "报告: ['r*.md']\n筛选: {出品方: 甲1证券}\n顺序: [-date]\n"
          "格式: [pdf, txt]\n文件名: '{publisher}/{date}-{title}'\n")
    result = batch(src + "/some.yaml", "-o", out, "-j1")
    names = sorted(records(out)[i]["files"][0]["path"] for i in records(out))
    check("collection", result.returncode == 0 and len(names) == 4, result.stderr)
    check("names", "甲1证券/2024-02-01-第1期周报.pdf" in names, str(names))
    twins = [one for one in names if "第4期" in one]
    check("names that meet are parted", len(set(twins)) == 2 and
          all(len(one) > len("甲1证券/2024-05-01-第4期周报.pdf") for one in twins), str(twins))
    got, strays = tree(out)
    check("both formats", len(got) == 8 and not strays, str(sorted(got)))
    write(src + "/r1.md", report(1).replace("第1期", "改名"))
    batch(src + "/some.yaml", "-o", out)
    got, strays = tree(out)
    check("a file of another name is moved", len(got) == 8, str(sorted(got)))
    write(src + "/out.yaml", "reports: ['../**']\n")
    check("files outside", batch(src + "/out.yaml", "-o", out).returncode == 78)
    write(src + "/none.yaml", "reports: ['q*.md']\n")
    check("nothing met", batch(src + "/none.yaml", "-o", out).returncode == 78)
    check("no such thing", batch(src + "/nowhere", "-o", out).returncode == 66)


# ---- what goes wrong -------------------------------------------------------------------


def poison(src, numbers):
    kinds = ["---\ntitle: [\n---\n", "fault: crash", "fault: memory", "fault: loop",
             "bomb", "image"]
    expected = {}
    for at, number in enumerate(numbers):
        # a loop costs its time limit; two are enough
        kind = kinds[at % 6] if at % 6 != 3 or at < 12 else kinds[0]
        path = f"{src}/r{number:04}"
        os.remove(path + ".md")
        if kind == "bomb":
            path += ".yaml"
            lines = ["a0: &a0 [x,x,x,x,x,x,x,x,x]"]
            lines += [f"a{i}: &a{i} [" + ",".join([f"*a{i - 1}"] * 9) + "]"
                      for i in range(1, 9)]
            write(path, "\n".join(lines) + "\n")
        elif kind == "image":
            path += ".yaml"
            png(f"{src}/huge{number}.png", 100000, 100000, (0, 0, 0))
            write(path, f"title: 图\nnot-a-field: 1\nbody: |\n  ![图](huge{number}.png)\n")
        else:
            path += ".md"
            write(path, kind if kind.startswith("---") else report(number, kind))
        expected[os.path.basename(path)] = {
            "fault: crash": "crashed",
            # a sanitizer's memory can't be limited: it is stopped by the clock then
            "fault: memory": "timeout" if IS_SANITIZED else "memory",
            "fault: loop": "timeout"}.get(kind, "failed")
    return expected


def try_poison(work, src, clean):
    bad, out = work + "/bad", work + "/bad-out"
    shutil.copytree(src, bad)
    numbers = random.sample(range(REPORTS), REPORTS // 20)
    expected = poison(bad, numbers)
    result = batch(bad, "-o", out, "--time-limit", "5", "--memory-limit", "400",
                   program=FAULTS)
    check("poisoned: status", result.returncode == 1, str(result.returncode))
    verdicts = {i: one["verdict"] for i, one in records(out).items()
                if one["verdict"] != "done"}
    check("poisoned: verdicts", verdicts == expected,
          str({i: (verdicts.get(i), expected.get(i)) for i in
               set(verdicts) ^ set(expected) | {i for i in expected
                                                if verdicts.get(i) != expected[i]}}))
    check("poisoned: the summary names them",
          all(i in result.stderr for i in expected))
    gone = {f"r{number:04}.pdf" for number in numbers}
    same_tree("poisoned", out, {path: text for path, text in clean.items()
                                if path not in gone})


def try_misnamed(work):
    """A name that is no UTF-8 is its report's own fault."""
    src, out = work + "/misnamed", work + "/misnamed-out"
    os.makedirs(src)
    for name in (b"\xb1\xa8.md", b"\xb8\xe6.md", "报告.md".encode()):
        with open(os.fsencode(src) + b"/" + name, "w", encoding="utf-8") as file:
            file.write("# 标题\n\n正文。\n")
    for _ in range(2):
        result = batch(src, "-o", out)
        check("misnamed: status", result.returncode == 1, str(result.returncode))
        verdicts = {i: one.get("cause", {}).get("message")
                    for i, one in records(out).items()}
        check("misnamed: verdicts", verdicts == {
            "\\xB1\\xA8.md": "report-misnamed", "\\xB8\\xE6.md": "report-misnamed",
            "报告.md": None}, str(verdicts))


def children(pid):
    found = []
    for stat in glob.glob("/proc/[0-9]*/stat"):
        try:
            with open(stat, encoding="utf-8", errors="replace") as file:
                text = file.read()
        except OSError:
            continue
        if int(text.rsplit(")", 1)[1].split()[1]) == pid:
            found.append(int(text.split()[0]))
    return found


def try_kills(work, src, clean):
    out = work + "/killed"
    for i in range(KILLS):
        run = start(src, "-o", out, "-j2", *(["--force"] if i % 8 == 7 else []))
        time.sleep(random.random() * 0.8)
        victims = children(run.pid) if i % 3 == 2 else [run.pid]
        for victim in victims[:1]:
            try:
                os.kill(victim, signal.SIGKILL)
            except ProcessLookupError:
                pass
        if i % 3 == 2:
            time.sleep(0.1)
            run.terminate()
        status = run.wait()
        check("killed: status", status in (0, 75, -signal.SIGKILL), str(status))
    result = batch(src, "-o", out)
    check("killed: the last run", result.returncode == 0, result.stderr)
    same_tree("killed", out, clean)


def try_many(work, src, clean):
    out = work + "/many"
    runs = [start(src, "-o", out, "-j1") for _ in range(8)]
    statuses = [run.wait() for run in runs]
    check("eight at once", statuses == [0] * 8, str(statuses))
    same_tree("eight at once", out, clean)
    check("and then nothing", all(one["event"] != "report" for one in
                                  log(batch(src, "-o", out, "--log", "json"))))


def main():
    random.seed(5)
    with tempfile.TemporaryDirectory() as work:
        try_incremental(work)
        try_collection(work)
        src = work + "/src"
        for i in range(REPORTS):
            write(f"{src}/r{i:04}.md", report(i))
        result = batch(src, "-o", work + "/clean")
        check("clean run", result.returncode == 0, result.stderr)
        clean, strays = tree(work + "/clean")
        check("clean run: all", len(clean) == REPORTS and not strays, str(strays))
        try_poison(work, src, clean)
        try_kills(work, src, clean)
        few, half = work + "/few", {}
        os.mkdir(few)
        for i in range(REPORTS // 5):
            shutil.copy(f"{src}/r{i:04}.md", few)
            half[f"r{i:04}.pdf"] = clean[f"r{i:04}.pdf"]
        try_many(work, few, half)
        try_misnamed(work)
    finish()


if __name__ == "__main__":
    main()
