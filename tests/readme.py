#!/usr/bin/env python3
"""The examples of README.md and README.zh-CN.md: reports are exported, layouts tried,
commands run, and links lead to files.

    tests/readme.py    KEEP=DIR keeps what was made there"""

import os
import re
import shutil
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
PROGRAM = os.environ.get("JIANBAO", os.path.join(ROOT, "build", "release", "jianbao"))
FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.M | re.S)
LINK = re.compile(r"\]\(([^)#:]+)\)")
TARGETS = re.compile(r"^([a-z][a-z-]*)\s*:", re.M)
passed = failed = 0


def check(name, fault):
    global passed, failed
    if fault:
        failed += 1
        print(f"FAILED {name}: {fault}")
    else:
        passed += 1


def run(command, folder, words=None):
    """What is wrong with a command's run: its messages, when it says or fails."""
    env = dict(os.environ, JIANBAO_MESSAGES="en", LC_ALL="C.UTF-8")
    env["PATH"] = os.path.join(folder, "bin") + os.pathsep + env["PATH"]
    done = subprocess.run(words or command, shell=words is None, cwd=folder, env=env,
                          capture_output=True, timeout=120)
    said = done.stderr.decode(errors="replace").strip()
    if done.returncode or said:
        return f"exit {done.returncode}\n{said}"
    return None


def is_pdf(path):
    with open(path, "rb") as file:
        return file.read(5) == b"%PDF-"


def try_example(name, language, text, folder):
    is_layout = re.search(r"^(extends|基于):", text, re.M)
    ending = "yaml" if language == "yaml" else "md"
    path = os.path.join(folder, "example." + ending)
    is_collection = re.search(r"^(reports|报告):", text, re.M)
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)
    command = [PROGRAM, "export", path, "-o", "example.pdf"]
    if is_layout:
        command = [PROGRAM, "export", "report.md", "--layout", path, "-o", "example.pdf"]
    if is_collection:
        command = [PROGRAM, "batch", path, "-o", "collected", "--quiet"]
    fault = run(name, folder, command)
    if not fault and not is_collection and not is_pdf(os.path.join(folder, "example.pdf")):
        fault = "no PDF was written"
    check(name, fault)


def try_command(name, line, folder, targets):
    words = line.split("#")[0].split()
    if words[:1] == ["sudo"]:
        words = words[1:]
    if words[:1] == ["make"]:
        unknown = [w for w in words[1:] if "=" not in w and w not in targets]
        check(f"{name}: {line}", unknown and f"no target {unknown}")
    elif words[:1] == ["jianbao"]:
        # a summary is no fault
        quiet = " --quiet" if words[1] == "batch" else ""
        check(f"{name}: {line}", run(line.split("#")[0] + quiet, folder))
    else:
        check(f"{name}: {line}", "a command that is not known here")


def try_inline(name, text, folder, targets):
    """Commands between backticks: their names, and make's targets."""
    for code in re.findall(r"`([^`\n]+)`", text):
        words = code.replace("\\|", "|").split()
        if words[0] == "make" and len(words) > 1:
            check(f"{name}: {code}", words[1] not in targets and "no such target")
        elif words[0] == "jianbao" and len(words) > 1:
            verb = words[1]
            check(f"{name}: {code}", run(code, folder, [PROGRAM, verb, "--help"]))
            for option in re.findall(r"(?<![\w-])--?[a-z][a-z-]*", code):
                help_text = subprocess.run([PROGRAM, verb, "--help"], capture_output=True,
                                           text=True).stdout
                check(f"{name}: {verb} {option}",
                      option not in help_text and "not among its options")


def prepare(folder, samples):
    os.makedirs(os.path.join(folder, "bin"))
    os.makedirs(os.path.join(folder, "out"))
    os.symlink(PROGRAM, os.path.join(folder, "bin", "jianbao"))
    for name, text in samples.items():
        os.makedirs(os.path.dirname(os.path.join(folder, name)), exist_ok=True)
        with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
            file.write(text)


def try_readme(name, folder, targets):
    with open(os.path.join(ROOT, name), encoding="utf-8") as file:
        text = file.read()
    blocks = FENCE.findall(text)
    markdown = next(t for language, t in blocks if language == "markdown")
    yaml = next(t for language, t in blocks if language == "yaml")
    prepare(folder, {"report.md": markdown, "b.md": markdown, "report.yaml": yaml,
                     "a.yaml": yaml, "reports/a.md": markdown, "2024/x/a.md": markdown,
                     "extra/a.yaml": yaml, "weekly.yaml": "reports: [reports/*.md]\n"})
    for number, (language, example) in enumerate(blocks):
        if language in ("yaml", "markdown"):
            try_example(f"{name} example {number + 1}", language, example, folder)
        elif language == "sh":
            for line in filter(None, example.split("\n")):
                try_command(name, line, folder, targets)
    try_inline(name, FENCE.sub("", text), folder, targets)
    for link in LINK.findall(text):
        if link.startswith("docs/") and not os.path.isdir(os.path.join(ROOT, "docs")):
            print(f"not checked: {link}, the folder is not here")
            continue
        check(f"{name}: {link}", not os.path.exists(os.path.join(ROOT, link)) and "no file")


def main():
    keep = os.environ.get("KEEP")
    work = keep or tempfile.mkdtemp(prefix="readme-")
    with open(os.path.join(ROOT, "Makefile"), encoding="utf-8") as file:
        targets = set(TARGETS.findall(file.read()))
    try:
        for name in ("README.md", "README.zh-CN.md"):
            folder = os.path.join(work, name)
            os.makedirs(folder)
            try_readme(name, folder, targets)
    finally:
        if not keep:
            shutil.rmtree(work)
    print(f"{passed} passed, {failed} failed")
    return failed != 0


if __name__ == "__main__":
    sys.exit(main())
