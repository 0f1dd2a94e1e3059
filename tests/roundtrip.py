#!/usr/bin/env python3
"""Reports as Markdown read back as the same report: for every report given (default: the
samples, the goldens that are exported, and, where it exists, ../shared/real beside the
checkout; JB_REAL names another folder)

  blocks    `dump blocks` of the report and of its Markdown are the same but for places
  bytes     the Markdown of the Markdown is the same, byte for byte

What can't be the same is in KNOWN, with the reason.

    tests/roundtrip.py [REPORT...]    KEEP=DIR keeps the Markdown there"""

import difflib
import glob
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
PROGRAM = os.environ.get("JIANBAO", os.path.join(ROOT, "build", "release", "jianbao"))
PLACE = re.compile(r"^( *[a-z-]+ [a-z0-9-]+) \d+:\d+")
# Report beneath tests/golden: why its blocks differ.
KNOWN = {
}


def run(*args):
    return subprocess.run([PROGRAM, *args], capture_output=True, check=False)


def joined(line):
    """A line of the dump without places, with texts that stand side by side as one, and
    without spans that have no language (links that lead nowhere)."""
    line = PLACE.sub(r"\1", line)
    out, depth, dropped = [], 0, []
    for token in re.findall(r'"(?:[^"\\]|\\.)*"|\[[a-z]+|\]|[^"\[\]]+|.', line):
        if token.startswith("["):
            depth += 1
        if token == "]":
            if dropped and dropped[-1] == depth:
                dropped.pop()
                depth -= 1
                continue
            depth -= 1
        if token.startswith('"') and out and out[-1].endswith('"') and \
                out[-1].startswith('"') and len(out[-1]) > 1:
            out[-1] = out[-1][:-1] + token[1:]
            continue
        out.append(token)
        if len(out) > 1 and out[-2] == "[span" and token.startswith(" ") and \
                not token.startswith(" <"):
            del out[-2:]
            dropped.append(depth)
    return "".join(out)


def blocks(report):
    done = run("dump", "blocks", report)
    lines = done.stdout.decode("utf-8", "replace").split("\n")
    return [joined(line) for line in lines], done


def arguments(report):
    try:
        with open(os.path.splitext(report)[0] + ".args", encoding="utf-8") as file:
            return file.read().split()
    except OSError:
        return []


def faults_of(report, folder):
    """None when the report is not exported at all."""
    # Beside the report, so that pictures and collections are found.
    home = os.path.dirname(os.path.abspath(report))
    once = os.path.join(home, f".roundtrip-{os.getpid()}.md")
    done = run("export", "--quiet", "--to", "md", "-o", "-", report)
    if done.returncode:
        return None
    markdown = done.stdout
    if os.environ.get("KEEP"):
        name = os.path.relpath(report, ROOT).replace(os.sep, "-")
        with open(os.path.join(os.environ["KEEP"], name + ".md"), "wb") as file:
            file.write(markdown)
    try:
        with open(once, "wb") as file:
            file.write(markdown)
        faults = []
        wanted, _ = blocks(report)
        found, said = blocks(once)
        if wanted != found:
            faults.append("blocks differ:\n" + "\n".join(list(difflib.unified_diff(
                wanted, found, "report", "markdown", lineterm="", n=1))[:LIMIT])
                + "\n" + said.stderr.decode("utf-8", "replace")[:2000])
        again = run("export", "--quiet", "--to", "md", "-o", "-", once)
        if again.returncode or again.stdout != markdown:
            faults.append("markdown of the markdown differs:\n" + "\n".join(
                list(difflib.unified_diff(
                    markdown.decode().split("\n"), again.stdout.decode().split("\n"),
                    lineterm="", n=1))[:LIMIT]) + again.stderr.decode()[:1000])
        return faults
    finally:
        os.unlink(once)


# ---- texts at random -----------------------------------------------------------------

PIECES = ["汉字", "，", "。", "“", "”", "（", "）", "word", "3", "12%", " ", " ", "-", "- ", "+ ", "# ",
          "> ", "1. ", "2) ", "*", "**", "_", "__", "~", "~~", "^", "[", "]", "(", ")", "{", "}",
          "|", "｜", "<", ">", "&", "&amp;", "&lt", ";", "!", "\\", "`", "``", ":", ":::", "=", "---",
          "http://a.example/b_c", "https://例.example", "[x]", "[ ]", "[^1]", "{#id}", "]{lang=en}",
          "·", "•", "➢", "/", "'", '"', "#", "@", "a@b.example", "℃", "—", "……", "２", "é", "3~5", "H2O",
          "<br>", "<b>", "</b>", "<!--", "-->", "{漢|かん}", "　", " ", "【", "】", "《", "》"]
FORMS = ["**{}**", "*{}*", "`{}`", "~~{}~~", "[{}](https://a.example/?q=1&b=(2))", "[{}]{{lang=en}}",
         "[{}]{{dots}}", "[{}]{{underline name}}", "<b>{}</b>", "<sup>{}</sup>", "x^{}^", "H~2~{}",
         "{{漢字|かん}}{}", "<u>{}</u>", "![{}](a.png)", "{}<br>{}", "***{}***", "**{}*{}***", "{}[^a]{}",
         "~~{}**{}**~~", "[**{}**{}](#t)", "{}"]


# What is or makes a link, which must not stand in another (CommonMark 6.3): versions of the
# parser differ about it.
def is_link(piece):
    return "](http" in piece or "](#" in piece or "://" in piece or "@b" in piece


def random_text(dice, depth=0, in_link=False):
    out = []
    pieces = [piece for piece in PIECES if not (in_link and is_link(piece))]
    forms = [form for form in FORMS if not (in_link and is_link(form))]
    for _ in range(dice.randint(1, 5)):
        if depth < 3 and dice.random() < 0.3:
            form = dice.choice(forms)
            out.append(form.format(*(random_text(dice, depth + 1, in_link or is_link(form))
                                     for _ in range(form.count("{}") + 1))))
        else:
            out.append(dice.choice(pieces))
    return "".join(out)


def random_report(dice):
    """YAML, since every text can be said in it: as Markdown and as a text of a field."""
    def quoted():
        return "'" + random_text(dice).replace("'", "''") + "'"

    def cell():
        return "{text: %s, colspan: 2}" % quoted() if dice.random() < 0.1 else quoted()
    lines = ["title: 随机文字", "risk: " + quoted(), "footnotes: {a: " + quoted() + "}",
             "body:", "  - h: {text: 标题, id: t}"]
    for _ in range(60):
        kind = dice.choice(["p", "p", "p", "list", "table", "quote", "risk", "figure", "code", "h",
                            "metrics", "md"])
        if kind == "list":
            style = dice.choice(["bullet", "decimal", "ordinal", "alpha"])
            lines.append("  - list: {style: %s, items: [%s, [%s, %s], %s]}" % (
                style, quoted(), quoted(), quoted(), quoted()))
        elif kind == "table":
            rows = ["[%s]" % ", ".join(cell() for _ in range(2)) for _ in range(2)]
            lines.append("  - table: {header: [%s, %s, '4'], rows: [%s]%s}" % (
                quoted(), quoted(), ", ".join(rows),
                dice.choice(["", ", caption: %s, source: %s, notes: [%s]" % (
                    quoted(), quoted(), quoted()), ", align: [decimal, right]"])))
        elif kind == "quote":
            lines.append("  - quote: {text: %s, source: %s}" % (quoted(), quoted()))
        elif kind == "figure":
            lines.append("  - figure: {src: 'a b.png', caption: %s, width: 50%%}" % quoted())
        elif kind == "metrics":
            lines.append("  - metrics: [{value: %s, label: %s}]" % (quoted(), quoted()))
        elif kind == "md":
            lines += ["  - p: |"] + ["      " + start + random_text(dice).replace("\n", " ")
                                     for start in ("甲", "- ", "- ", "  ", "> ", "甲", "# ", "")]
        else:
            lines.append("  - %s: %s" % (kind, quoted()))
    return "\n".join(lines) + "\n"


def random_faults(seed, folder):
    report = os.path.join(folder, f"random-{seed}.yaml")
    with open(report, "w", encoding="utf-8") as file:
        file.write(random_report(random.Random(seed)))
    return faults_of(report, folder) or []


LIMIT = int(os.environ.get("JB_LIMIT", "14"))


def find_reports():
    places = [os.path.join(ROOT, "samples")]
    places += sorted(glob.glob(os.path.join(ROOT, "tests", "golden", "*")))
    real = os.environ.get("JB_REAL", os.path.join(ROOT, "..", "shared", "real"))
    if os.path.isdir(real):
        places.append(real)
    found = []
    for place in places:
        for pattern in ("*.yaml", "*.md"):
            found += sorted(glob.glob(os.path.join(glob.escape(place), pattern)))
    return found


def scratch(report, folder):
    """Reports of others' folders are copied, with what stands beside them."""
    home = os.path.dirname(os.path.abspath(report))
    copy = os.path.join(folder, re.sub(r"\W", "_", home))
    if not os.path.isdir(copy):
        shutil.copytree(home, copy)
    return os.path.join(copy, os.path.basename(report))


def main():
    passed = failed = skipped = 0
    folder = tempfile.mkdtemp(prefix="roundtrip-")
    try:
        for seed in range(0 if sys.argv[1:] else int(os.environ.get("SEEDS", "12"))):
            faults = random_faults(seed, folder)
            passed, failed = passed + (not faults), failed + bool(faults)
            if faults:
                print(f"FAIL random report {seed}: " + "\n".join(faults))
        for report in sys.argv[1:] or find_reports():
            faults = faults_of(scratch(report, folder), folder)
            name = os.path.relpath(report, ROOT)
            if faults is None:
                skipped += 1
            elif faults and name not in KNOWN:
                failed += 1
                print(f"FAIL {name}: " + "\n".join(faults))
            elif not faults and name in KNOWN:
                failed += 1
                print(f"FAIL {name}: is the same by now, so take it out of KNOWN")
            else:
                passed += 1
    finally:
        shutil.rmtree(folder)
    print(f"{skipped} reports are not exported")
    print(f"{passed} passed, {failed} failed")
    return failed > 0


if __name__ == "__main__":
    sys.exit(main())
