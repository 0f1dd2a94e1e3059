#!/usr/bin/env python3
"""Every switch does something: each style property, layout field, style role, inline style
and option of the command line is set to two values or more, and what comes out must
differ. Whatever the program lists and this file does not try fails, so that nothing can be
added without a test. Also: each kind of typographic fault is planted in
golden/typography/faults.yaml and found there.

    tests/options.py"""

import itertools
import os
import re
import subprocess
import sys
import tempfile
from typing import NamedTuple

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
PROGRAM = os.environ.get("JIANBAO", os.path.join(ROOT, "build", "release", "jianbao"))
ENVIRONMENT = {**os.environ, "JIANBAO_MESSAGES": "en", "LC_ALL": "C.UTF-8",
               "TZ": "UTC"}
passed, faults = 0, []

DIGITS = "一二三四五六七八九十"
MIXED = ("“中文”与 Latin typography 之间——（空隙）、标点：2024年3月5日、1111件，共同构成版面；"
         "管理层说，毛利率将提升至百分之五。全角ＧＤＰ，甲・乙～丙，之后。") * 2
HAN = "断行以整段为单位，先取全段费用最小的一组断点，再把每行的余量分给字间与标点。" * 3
ENGLISH = "Internationalisation of documentation considerably simplifies communication. " * 3
REPORTS = {
    "text": f"## 标题甲乙\n\n{MIXED}\n\n{HAN}\n",
    "banned": "".join(f"{DIGITS}一二三{mark}甲乙丙\n\n" for mark in "，／—々ー？…")
              + f"{DIGITS}一二／甲乙丙\n",
    "english": ENGLISH + "\n",
    "heading": "## 管理层讨论与分析毛利率提升的原因\n\n正文。\n",
    "pages": f"{HAN}\n\n{HAN * 2}\n\n" * 4,
    "list": "- 甲\n- 乙\n",
    "table": "| 甲 | 乙 |\n|---|---|\n| 1.5 | 丙 |\n| 2.25 | 丁 |\n\n正文。\n",
    "broad": ("| " + " | ".join(["甲乙丙丁戊己庚"] * 9) + " |\n" + "|---" * 9 + "|\n"
              + "| " + " | ".join(["一二三四五六"] * 9) + " |\n"),
    "inline": ("**甲** *乙* `丙` [丁](https://a.cn/) x^2^ H~2~O ~~戊~~ 己[^1] {庚|gēng} "
               "[辛]{underline} [壬]{dots} [癸]{name} [子]{book} [丑寅卯辰]{warichu}\n\n"
               "[^1]: 注。\n"),
}
# A report in which every style has something to set.
EVERY_BLOCK = """title: 各块
subtitle: 副题
date: 2024-05-20
brand: 示例
series: 丛刊
author: [某某]
source: {publisher: 某社, original-title: 原题, date: 2024-05-01}
risk: 风险。
key-points: [要点一, 要点二]
abstract: 摘要。
disclaimer: 免责声明。
copyright: 版权所有。
body:
  - h: 一级
  - h: {text: 二级, level: 2}
  - h: {text: 三级, level: 3}
  - h: {text: 四级, level: 4}
  - p: |
      正文。[^1]

      [^1]: 脚注。
  - list: [甲, 乙]
  - table: {caption: 表题, unit: 单位, header: [甲, 乙], rows: [[1, 2]], note: 表注, source: 来源}
  - table: {header: [A, B, C, D, E, F, G, H, I, J, K], rows: [[1, 2, 3, 4, 5, 6, 7, 8, 9, 1, 2]]}
  - quote: {text: 引文。, source: 某人}
  - code: int x;
  - note: {title: 提示, text: 提示的话。}
  - key: 要紧的话。
  - callout: 一般的话。
  - metrics: [{label: 甲, value: 1}]
  - figure: {src: none.png, caption: 图题}
  - risk: 风险。
  - rule: true
  - page-break: true
  - p: 末段。
"""
HEAD = "---\ntitle: 各项\nseries: 丛刊\ndate: 2024-05-20\n---\n"


class Case(NamedTuple):
    """The values, which must all give different output, and where they are set."""
    values: list
    report: str = "text"
    style: str = "paragraph"
    more: str = "measure: 13em\n"  # of the layout
    also: str = ""  # of the style


SMALL_PAGE = "measure: 13em\npage: {height: 290pt, top: 40pt, bottom: 40pt}\n"
STROKES = ["none", '"1pt #112233"', '"2pt #112233"']
LENGTHS = ["0pt", "5pt", "1em"]
SWITCH = ["no", "yes"]
PROPERTIES = {
    "font": Case(["serif", "sans", "mono"], "english"),
    "weight": Case(["400", "700"]),
    "italic": Case(SWITCH),
    "tabular": Case(SWITCH),
    "underline": Case(SWITCH),
    "strike": Case(SWITCH),
    "dots": Case(SWITCH),
    "latin": Case(["same", "italic"], "english"),
    "size": Case(["10pt", "11pt", "1.2em", "小四"]),
    "raise": Case(LENGTHS),
    "tracking": Case(LENGTHS),
    "colour": Case(['"#000000"', '"#112233"']),
    "leading": Case(["16pt", "18pt", "2em"]),
    "indent": Case(LENGTHS),
    "align": Case(["left", "centre", "right", "justify"]),
    "kinsoku": Case(["none", "basic", "gb", "strict"], "banned",
                    more="measure: 13em\nindent: 0pt\n"),
    "punctuation": Case(["quanjiao", "kaiming", "banjiao", "plain"]),
    "direction": Case(["ltr", "rtl"]),
    "line-breaking": Case(["total-fit", "greedy"]),
    "autospace": Case(["none", "0.125em", "0.25em",
                       "{least: 0.25em, natural: 0.25em, most: 0.25em}"]),
    "hyphenate": Case(SWITCH, "english", more="language: en\nmeasure: 13em\n"),
    "balance": Case(SWITCH, "heading", "h1"),
    "words": Case(["[]", "[与分析]"], "heading", "h1", also="balance: yes"),
    "hanging": Case(SWITCH),
    "grid": Case(SWITCH),
    "widows": Case(["1", "4"], "pages", more=SMALL_PAGE),
    "orphans": Case(["1", "4"], "pages", more=SMALL_PAGE),
    "before": Case(LENGTHS),
    "after": Case(LENGTHS),
    "padding": Case(["0pt", "5pt", "5pt 9pt", "1pt 2pt 3pt 4pt"]),
    "inset": Case(["0pt", "10pt", "10pt 20pt"]),
    "fill": Case(["none", '"#F0F0F0"', '"#E0E0E0"']),
    "bar": Case(STROKES),
    "rule-above": Case(STROKES),
    "rule-below": Case(STROKES),
    "keep-with-next": Case(SWITCH, "pages", more=SMALL_PAGE),
    "keep-together": Case(SWITCH, "pages", more=SMALL_PAGE),
    "label-gap": Case(["1pt", "9pt"], "list", "item"),
    "label-width": Case(["1pt", "30pt"], "list", "item"),
    "table-rule": Case(STROKES, "table", "table"),
    "row-rule": Case(STROKES, "table", "table"),
    "header-fill": Case(["none", '"#F0F0F0"'], "table", "table"),
    "cell-padding": Case(["1pt 2pt", "3pt 2pt", "3pt 6pt"], "table", "table"),
    "based-on": Case(["body", "title"]),
}
KINSOKU_JA = Case(["none", "very-loose", "loose", "strict", "very-strict"], "banned",
                  more="measure: 13em\nindent: 0pt\nlanguage: ja\n")
# Choices that are another name for a value, or of another language, or that fonts may not
# tell apart.
UNTRIED_CHOICES = {"align": {"none"}, "direction": {"auto"}, "kinsoku": set(KINSOKU_JA.values),
                   "weight": {"100", "200", "300", "500", "600", "800", "900"}}

FURNITURE = {
    "left": ['"甲"', '"{title}"', "{zh: 乙, en: b}"], "centre": ['"甲"', '"{page}"'],
    "right": ['"甲"', '"{pages}"'], "baseline": ["30pt", "40pt"], "rule": STROKES,
    "on-first": SWITCH,
}
PAGE = {
    "size": Case(["A4", "A5", "A3", "B5", "16k", "letter"], more=""),
    "width": Case(["400pt", "500pt"], more=""),
    "height": Case(["500pt", "600pt"], more=""),
    "top": Case(["50pt", "60pt"]),
    "bottom": Case(["50pt", "300pt"], "pages"),
    "left": Case(["50pt", "60pt"], more=""),
    "right": Case(["50pt", "60pt"], more=""),
    "exhibit": Case(["0pt", "500pt"], "broad"),
}
BRIEF = "extends: briefing\n"
FIELDS = {
    "extends": Case(["plain", "briefing"], more=""),
    "fonts": Case(["noto", "han-sans.yaml"], more=BRIEF),
    "language": Case(["zh-Hans", "ja", "ko", "zh-Hant"], more=BRIEF),
    "brand": Case(["甲", "乙"], more=BRIEF),
    "page-numbers": Case(["continuous", "report"], report="volume", more=BRIEF),
    "begin-right": Case(["yes", "no"], report="volume", more=BRIEF),
    "indexes": Case(["none", "[publishers]", "[dates]", "[publishers, dates]"], report="volume",
                    more=BRIEF),
    "numbering": Case(["none", "chinese", "decimal"], more=BRIEF),
    "measure": Case(["20em", "30em"], more=BRIEF),
    "narrow-letters": Case(SWITCH, more=BRIEF),
    "baseline-grid": Case(SWITCH, "table", more=BRIEF),
    "hide": Case(["[]", "[title-block]"], more=BRIEF),
    "title-block": Case(["show", "none"], more=BRIEF),
    "masthead": Case(["show", "none"], more=BRIEF),
    "header": Case(["none", "{left: 甲, on-first: yes, baseline: 30pt}"], more=BRIEF),
    "footer": Case(["none", "{left: 甲, on-first: yes, baseline: 30pt}"], more=BRIEF),
    "styles": Case(["{paragraph: {size: 9pt}}", "{paragraph: {size: 8pt}}"], more=BRIEF),
    "inline": Case(["{strong: {raise: 1pt}}", "{strong: {raise: 2pt}}"], "inline",
                   more=BRIEF),
    "mapping": Case(["{}", "{series: keywords}"], more=BRIEF),
}
# Fields that are short for a property of body or paragraph are tried like it.
SHORT = ("size leading indent align direction line-breaking hanging grid words hyphenate kinsoku "
         "punctuation autospace font").split()


def note(what, fault=None):
    global passed
    if fault:
        faults.append(f"{what}: {fault}")
    else:
        passed += 1


def run(*arguments, cwd=None):
    done = subprocess.run([PROGRAM, *arguments], capture_output=True, env=ENVIRONMENT,
                          cwd=cwd, stdin=subprocess.DEVNULL, timeout=60)
    return done.returncode, done.stdout, done.stderr


class Bench:
    def __init__(self, folder):
        self.folder = folder
        for name, body in REPORTS.items():
            self.write(name + ".md", HEAD + body)
        self.write("every.yaml", EVERY_BLOCK)
        with open(os.path.join(ROOT, "fonts", "noto.yaml"), encoding="utf-8") as file:
            fonts = file.read()
        self.write("han-sans.yaml", re.sub(r"(?m)^name: .*", "name: han-sans",
                                           fonts.replace("Noto Serif CJK", "Noto Sans CJK")))

    def write(self, name, text):
        with open(os.path.join(self.folder, name), "w", encoding="utf-8") as file:
            file.write(text)

    def output(self, report, layout):
        """What is exported, with what is said of it; of "volume", a volume of reports."""
        self.write("layout.yaml", layout)
        files = (["every.yaml", "list.md", "--volume", "合订"] if report == "volume" else
                 [report if "." in report else report + ".md"])
        status, out, err = run("export", *files, "--layout", "layout.yaml", "-o", "-",
                               cwd=self.folder)
        if status:
            raise ValueError(err.decode() + layout)
        return out, err

    def differ(self, what, values, outcome):
        """outcome(value) must be different for each of the values."""
        try:
            outcomes = [(value, outcome(value)) for value in values]
        except ValueError as error:
            note(what, str(error))
            return
        for (a, one), (b, other) in itertools.combinations(outcomes, 2):
            note(f"{what}: {a} and {b}", one == other and "nothing differs")


def try_all(what, listed, tried):
    """The program's list and ours agree."""
    for name in sorted({*listed, *tried}):
        note(f"{what} {name}", "no such name" if name not in listed else
             "not tried" if name not in tried else None)


def listed_fields():
    """Of `layouts NAME`: the fields of layouts and of styles with their types; the
    inline styles."""
    out = run("layouts", "plain")[1].decode()
    tables, inlines = [{}], []
    for line in out[out.index("\nname|"):].split("\n")[1:]:
        found = re.match(r"([a-z-]+)\|\S*: \(([^)]*)\)", line)
        if found:
            tables[-1][found[1]] = found[2]
        elif line == "":
            tables.append({})
        elif line.startswith("  "):
            inlines.append(line.split()[0])
    return tables[0], tables[1], inlines


def choices_of(kind):
    """The names of a choice in a listing; an empty set for other types."""
    return {c.split("=")[0] for c in kind.split("|")} if "|" in kind else set()


def try_case(bench, what, case, kind, layout_of):
    missing = choices_of(kind) - set(case.values)
    missing -= UNTRIED_CHOICES.get(what.split()[-1], set())
    note(what, missing and f"choices not tried: {missing}")
    bench.differ(what, case.values, lambda value: bench.output(
        case.report, case.more + layout_of(value)))


def try_properties(bench, properties):
    try_all("property", properties, PROPERTIES)
    for name, case in PROPERTIES.items():
        try_case(bench, f"property {name}", case, properties.get(name, ""),
                 lambda value: f"extends: plain\nstyles: {{{case.style}: "
                               f"{{{name}: {value}, {case.also}}}}}\n")
    try_case(bench, "property kinsoku", KINSOKU_JA, "",
             lambda value: f"extends: plain\nkinsoku: {value}\n")


def try_fields(bench, fields):
    try_all("field", fields, [*FIELDS, *SHORT, "page", "name"])
    for name, case in FIELDS.items():
        try_case(bench, f"field {name}", case, fields.get(name, ""),
                 lambda value: f"{name}: {value}\n")
    for name in SHORT:
        case = PROPERTIES[name]
        try_case(bench, f"field {name}", case, "",
                 lambda value: f"extends: plain\n{name}: {value}\n"
                               f"styles: {{{case.style}: {{{case.also}}}}}\n")
    for name, case in PAGE.items():
        try_case(bench, f"field page {name}", case, "",
                 lambda value: f"extends: plain\npage: {{{name}: {value}}}\n")
    for part, (name, values) in itertools.product(("header", "footer"), FURNITURE.items()):
        given = {"left": "丙", "baseline": "35pt", "on-first": "yes"}
        bench.differ(f"field {part} {name}", values, lambda value: bench.output(
            "text", f"extends: plain\n{part}: {{" + ", ".join(
                f"{k}: {v}" for k, v in {**given, name: value}.items()) + "}\n"))


def listed_names(path, array):
    """The strings of an array of the program that no command lists."""
    with open(os.path.join(ROOT, path), encoding="utf-8") as file:
        text = file.read()
    start = text.index(array)
    return re.findall(r'"([a-z0-9-]+)"', text[start:text.index("};", start)])


# How the names of the styles of a volume's own pages begin.
VOLUME_ROLES = ("cover", "contents", "index")


def try_roles(bench, inlines):
    """Each style and inline style shows in the report that has every block."""
    roles = listed_names("src/style/sheet_styles.c", "roles[] = {")
    roles += [f"{place} {role}" for place, role in zip(
        listed_names("src/style/sheet_styles.c", "places[] = {"),
        ("paragraph", "cell", "head-cell"))]
    shows = ('{colour: "#123456", fill: "#FEDCBA", rule-above: "3pt #123456", size: 7pt, '
             'before: 17pt}')
    for role in roles:
        report = "volume" if role.split("-")[0] in VOLUME_ROLES else "every.yaml"
        bench.differ(f"style {role}", ["{}", shows], lambda value: bench.output(
            report, BRIEF + f"styles: {{{role}: {value}}}\n"))
    for name in inlines:
        bench.differ(f"inline style {name}", ["{}", '{colour: "#123456", size: 0.4em}'],
                     lambda value: bench.output("inline", BRIEF + "measure: 20em\n"
                                                f"inline: {{{name}: {value}}}\n"))


# Option: command lines that must all say or write something else.
FAULTY = ["check", "faulty.md"]
OPTIONS = {
    "output": [["export", "list.md", "-o", "a.pdf"], ["export", "list.md", "-o", "b.pdf"]],
    "to": [["export", "list.md", "-o", "-", "--to", to] for to in ("pdf", "epub", "html", "wechat", "txt", "md",
                                                                   "none")],
    "volume": [["export", "list.md", "table.md", "-o", "a.txt", "--volume", title]
               for title in ("甲", "乙")],
    "embed-fonts": [["export", "text.md", "-o", "-", "--to", "epub", *more]
                    for more in ([], ["--embed-fonts"])],
    "columns": [["export", "text.md", "-o", "-", "--to", "txt", "--columns", n]
                for n in ("40", "60")],
    "layout": [["dump", "pages", "text.md", "-l", name] for name in ("plain", "briefing")],
    "fonts": [["dump", "pages", "text.md", "-f", name] for name in ("noto", "han-sans.yaml")],
    "set": [["dump", "pages", "text.md", "-s", f"measure={n}em"] for n in (20, 30)],
    "page": [["dump", "pages", "pages.md", "-s", "measure=20em", "-p", n] for n in "12"],
    "format": [["dump", "lines", "text.md", "--format", form] for form in ("text", "json")],
    "typography": [["check", "pages.md", "-s", "measure=6em", *more]
                   for more in ([], ["--typography"])],
    "overlay": [["dump", "pages", "text.md", *more] for more in
                [[]] + [["--overlay", part] for part in ("boxes", "baselines", "gaps",
                                                         "frame", "boxes,gaps")]],
    "font-path": [["fonts", "noto", *more] for more in ([], ["--font-path", "fonts"])],
    "datadir": [["layouts", "--datadir", path] for path in (".", ROOT)],
    "quiet": [[*FAULTY, *more] for more in ([], ["--quiet"])],
    "notes": [["export", "faulty.md", "-o", "-", *more] for more in ([], ["--notes"])],
    "messages": [[*FAULTY, "--messages", name] for name in ("en", "zh")],
    "diagnostics": [[*FAULTY, "--diagnostics", form] for form in ("text", "json")],
    "color": [[*FAULTY, "--color", when] for when in ("never", "always")],
    "help": [["version", *more] for more in ([], ["--help"])],
}


def try_options(bench):
    listed = set()
    for command in ("export", "check", "dump", "fonts", "layouts"):
        listed |= set(re.findall(r"(?m)^  (?:-., |    )--([a-z-]+)",
                                 run(command, "--help")[1].decode()))
    try_all("option", listed, OPTIONS)
    bench.write("faulty.md", HEAD.replace("丛刊", "丛刊\nsubtitle2: 甲")
                + "![图](none.png)\n\n缺字&#xFFFF0;，又：:注:。\n\n# 一\n\n### 三\n")
    noto = os.path.join(bench.folder, "fonts", "opentype", "noto")
    os.makedirs(noto)
    os.makedirs(os.path.join(bench.folder, "layouts"))
    bench.write("layouts/own.yaml", "extends: plain\n")
    os.symlink("/dev/null", os.path.join(noto, "NotoSerifCJK-Regular.ttc"))
    for name, lines in OPTIONS.items():
        def outcome(line):
            before = set(os.listdir(bench.folder))
            return run(*line, cwd=bench.folder), set(os.listdir(bench.folder)) - before
        bench.differ(f"option {name}", lines, outcome)


def try_typography():
    """Each kind of typographic fault is planted, and found where it was planted."""
    folder = os.path.join(ROOT, "tests", "golden", "typography")
    with open(os.path.join(folder, "faults.diag"), encoding="utf-8") as file:
        found = set(re.findall(r"\[(typography-[a-z-]+)\]", file.read()))
    with open(os.path.join(ROOT, "src", "base", "messages", "typography.def"),
              encoding="utf-8") as file:
        try_all("fault", re.findall(r'"(typography-[a-z-]+)"', file.read()), found)


def main():
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(folder)
        fields, properties, inlines = listed_fields()
        try_properties(bench, properties)
        try_fields(bench, fields)
        try_roles(bench, inlines)
        try_options(bench)
    try_typography()
    for fault in faults:
        print("FAIL " + fault)
    print(f"{passed} passed, {len(faults)} failed")
    return len(faults) > 0


if __name__ == "__main__":
    sys.exit(main())
