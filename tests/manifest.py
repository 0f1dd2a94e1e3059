#!/usr/bin/env python3
"""jianbao manifest on folders made here: merge in any order and again, missing shards,
other keys, damaged parts; index.html and SHA256SUMS; exit statuses.

    tests/manifest.py"""

import hashlib
import html.parser
import itertools
import json
import os
import shutil
import subprocess
import sys
import tempfile
import urllib.parse

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
PROGRAM = os.environ.get("JIANBAO", os.path.join(ROOT, "build", "release", "jianbao"))
CHECKS = {"passed": 0, "failed": 0}
SHARDS = 4


def note(what, fault):
    CHECKS["failed" if fault else "passed"] += 1
    if fault:
        print(f"FAIL {what}: {fault}")


def run(*arguments):
    done = subprocess.run([PROGRAM, "manifest", *arguments], capture_output=True,
                          stdin=subprocess.DEVNULL, check=False,
                          env={**os.environ, "JIANBAO_MESSAGES": "en"})
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def record(number, key=None, **more):
    name = f"{number:03d} 简报: <{number}>"
    data = f"text of {number}\n".encode()
    return {"id": f"{number:03d}.yaml", "source": f"in/{number:03d}.yaml",
            "key": f"{key or number + 1:032x}", "verdict": "done", "status": 0,
            "title": f"第{number}份 & 其他", "date": f"2024-01-{number % 28 + 1:02d}",
            "publisher": "示例证券", "tags": ["白酒"], "codes": ["600519.SH"],
            "files": [{"format": "txt", "path": f"年/{name}.txt", "size": len(data),
                       "checksum": "0" * 32}], **more}


def text_of(records, shard="0/1"):
    return json.dumps({"manifest": 1, "program": "jianbao", "shard": shard,
                       "reports": records}, ensure_ascii=False)


def write(path, text):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)


def read(path):
    with open(path, encoding="utf-8") as file:
        return file.read()


def write_parts(folder, records):
    for index in range(SHARDS):
        write(os.path.join(folder, "manifest.d", f"{index}-of-{SHARDS}.json"),
              text_of(records[index::SHARDS], f"{index}/{SHARDS}"))


def try_merge(folder):
    records = [record(i) for i in range(40)]
    whole = os.path.join(folder, "manifest.json")
    write_parts(folder, records)
    status, out, err = run("merge", folder, "--keep-parts")
    note("merge", (status or "40 reports" not in out) and err)
    merged = json.loads(read(whole))
    note("merge: records", merged["reports"] != [
        {**r, "warnings": 0, "errors": 0, "milliseconds": 0, "memory": 0}
        for r in records] and "they are not what the parts have")
    first = read(whole)
    run("merge", folder, "--keep-parts")
    note("merge twice", read(whole) != first and "it differs")
    for order in itertools.islice(itertools.permutations(range(SHARDS)), 0, 24, 5):
        other = os.path.join(folder, "other")
        for place, index in enumerate(order):
            write(os.path.join(other, "manifest.d", f"{place}-of-x.json"),
                  text_of(records[index::SHARDS], f"{index}/{SHARDS}"))
        run("merge", other)
        note(f"merge in order {order}", read(os.path.join(other, "manifest.json")) != first
             and "it differs")
        note("merge takes the parts away",
             os.path.exists(os.path.join(other, "manifest.d")) and "they are there")
        shutil.rmtree(other)
    # what an earlier run in other shards left is not the collection as it is
    old = os.path.join(folder, "manifest.d", "0-of-2.json")
    write(old, text_of([record(1, key=77), record(50)], "0/2"))
    os.utime(old, (1, 1))
    status, _, err = run("merge", folder, "--keep-parts")
    note("an older run of other shards", (status or read(whole) != first) and
         f"it counts: {err}")
    os.unlink(old)


def try_faults(folder):
    records = [record(i) for i in range(40)]
    part = os.path.join(folder, "manifest.d", f"2-of-{SHARDS}.json")
    whole = os.path.join(folder, "manifest.json")
    before = read(whole)
    good = read(part)
    for what, text, wanted in (
            ("missing shard", None, "2/4"),
            ("damaged part", good[:-20], "manifest-part"),
            ("other key", text_of([*records[2::SHARDS], record(3, key=99)], "2/4"),
             "003.yaml"),
            ("path outside", good.replace("年/", "../"), "manifest-part")):
        if text is None:
            os.unlink(part)
        else:
            write(part, text)
        status, _, err = run("merge", folder)
        note(what, (status != 1 or wanted not in err) and f"status {status}, said: {err}")
        note(f"{what}: manifest", read(whole) != before and "it was changed")
    write(part, good)
    status, _, err = run("merge", os.path.join(folder, "none"))
    note("no manifest", (status != 1 or "manifest-absent" not in err) and err)
    status, _, err = run("verify", os.path.join(folder, "none"))
    note("no manifest to verify", (status != 66 or "manifest-absent" not in err) and err)
    for words in ((), ("verify",), ("mend", folder), ("verify", folder, "x")):
        note(f"usage {words[:1]}", run(*words)[0] != 64 and "it is no usage error")


class Page(html.parser.HTMLParser):
    def __init__(self):
        super().__init__()
        self.links, self.texts, self.sources = [], [], []

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        self.links += [attrs["href"]] if tag == "a" else []
        self.sources += [attrs[name] for name in ("src", "srcset") if name in attrs]

    def handle_data(self, data):
        self.texts.append(data)


def try_folder(folder):
    records = [record(i) for i in range(40)]
    for number, at in enumerate(records):
        write(os.path.join(folder, at["files"][0]["path"]), f"text of {number}\n")
    records.append({"id": "z.yaml", "verdict": "failed", "status": 65,
                    "cause": {"message": "report-empty", "text": "x"}})
    write(os.path.join(folder, "manifest.json"), text_of(records))
    status, _, err = run("index", folder)
    note("index", status and err)
    page = Page()
    page.feed(read(os.path.join(folder, "index.html")))
    found = {os.path.normpath(urllib.parse.unquote(link)) for link in page.links}
    note("index: links", found != {at["files"][0]["path"] for at in records[:40]} and
         "they are not the files")
    note("index: titles", not all(at["title"] in page.texts for at in records[:40]) and
         "one is missing")
    note("index: nothing from elsewhere", page.sources and page.sources)
    note("index: dates", page.texts.index("第27份 & 其他") > page.texts.index("第0份 & 其他")
         and "the latest is not first")
    status, _, err = run("sums", folder)
    note("sums", status and err)
    done = subprocess.run(["sha256sum", "-c", "--quiet", "SHA256SUMS"], cwd=folder,
                          capture_output=True, check=False)
    note("sha256sum -c", done.returncode and done.stderr.decode())
    lines = read(os.path.join(folder, "SHA256SUMS")).splitlines()
    note("sums: lines", len(lines) != 40 and f"{len(lines)} of 40")
    note("sums: first", not lines[0].startswith(hashlib.sha256(b"text of 0\n").hexdigest())
         and lines[0])
    status, out, err = run("verify", folder)
    note("verify: checksums", (status != 1 or err.count("output-changed") != 40) and err)
    note("verify: count", "41 reports (1 failed), 0 files" not in out and out)
    os.unlink(os.path.join(folder, records[0]["files"][0]["path"]))
    write(os.path.join(folder, "stray.pdf"), "")
    _, _, err = run("verify", folder)
    for wanted in ("output-absent", "output-orphan", "stray.pdf"):
        note(f"verify: {wanted}", wanted not in err and err)


def try_batch(folder):
    """A batch and its shards: what they leave is sound and the same."""
    reports, whole, parts = (os.path.join(folder, name) for name in ("in", "whole", "parts"))
    for i in range(12):
        write(os.path.join(reports, f"{i % 3}", f"{i}.md"),
              f"---\ntitle: 第{i}份\ndate: 2024-03-{i + 1:02d}\n---\n正文{i}。\n")
    def batch(*arguments):
        subprocess.run([PROGRAM, "batch", reports, "--to", "txt,pdf", *arguments],
                       check=True, capture_output=True, stdin=subprocess.DEVNULL)
    batch("-o", whole, "--index", "--checksums")
    status, out, err = run("verify", whole)
    note("batch: verify", (status or "12 reports (0 failed), 24 files" not in out) and err)
    done = subprocess.run(["sha256sum", "-c", "--quiet", "SHA256SUMS"], cwd=whole,
                          capture_output=True, check=False)
    note("batch: sha256sum -c", done.returncode and done.stderr.decode())
    os.rename(os.path.join(whole, "0", "0.txt"), os.path.join(folder, "0.txt"))
    os.remove(os.path.join(whole, "SHA256SUMS"))
    done = subprocess.run([PROGRAM, "batch", reports, "--to", "txt,pdf", "-o", whole,
                           "--only-failed", "--checksums"], check=False,
                          capture_output=True, stdin=subprocess.DEVNULL)
    note("batch: no checksums of what is gone", done.returncode != 74 and done.stderr.decode())
    os.rename(os.path.join(folder, "0.txt"), os.path.join(whole, "0", "0.txt"))
    before = read(os.path.join(whole, "index.html"))
    run("index", whole)
    note("batch: index", read(os.path.join(whole, "index.html")) != before and "it differs")
    for i in range(3):
        batch("-o", parts, "--shard", f"{i}/3")
    status, _, err = run("merge", parts)
    note("shards: merge", status and err)
    status, _, err = run("verify", parts)
    note("shards: verify", status and err)
    def lasting(path):
        found = json.loads(read(os.path.join(path, "manifest.json")))
        for at in found["reports"]:
            del at["milliseconds"], at["memory"]
        return found
    note("shards: the manifest is that of one run", lasting(whole) != lasting(parts) and
         "it differs")


def main():
    with tempfile.TemporaryDirectory() as folder:
        try_merge(folder)
        try_faults(folder)
    with tempfile.TemporaryDirectory() as folder:
        try_folder(folder)
    with tempfile.TemporaryDirectory() as folder:
        try_batch(folder)
    print(f"{CHECKS['passed']} passed, {CHECKS['failed']} failed")
    return CHECKS["failed"] > 0


if __name__ == "__main__":
    sys.exit(main())
