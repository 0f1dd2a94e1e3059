#!/usr/bin/env python3
"""Other scripts in finished files: what pdftotext, pdftotext -raw and mutool read of
samples/scripts.yaml and of texts with selectors, and whether emoji show.

Poppler's layout mode turns text from right to left round again; its -raw mode does so
within words only, and MuPDF not at all: of these the letters are compared, not their order.
"""
import os
import re
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(HERE)
PROGRAM = os.environ.get("JIANBAO", os.path.join(ROOT, "build", "release", "jianbao"))
SAMPLE = os.path.join(ROOT, "samples", "scripts.yaml")
# Bidi controls that poppler adds; spaces; the filling of clusters with more glyphs than
# characters, for readers without ActualText.
ADDED = re.compile("[\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\\s]")
WHOLE = ["محمود درويش", "דוד לוי", "كتاب الأيام", "สมชาย ใจดี", "अनिता शर्मा", "김민수", "ნინო",
         "สินค้าคงคลัง", "क्षेत्रीय प्रतिनिधि", "שניים עד ארבעה עמודים"]
EMOJI = ["✅", "⚠️", "❌", "👍🏽", "👩🏾\u200d🔬", "🇨🇳🇩🇪", "👨\u200d👩\u200d👧\u200d👦", "1️⃣", "☎", "✓"]
# A base with a selector: known to the font, unknown, for CJK marks, for text, for emoji.
SELECTORS = ["葛\U000e0100城", "字\U000e01ef典", "字\ufe00典", "，\ufe01又", "☎\ufe0e机", "☎\ufe0f机",
             "辻\U000e0100", "0\ufe00"]
READERS = {"pdftotext": ["pdftotext", "-enc", "UTF-8", "{}", "-"],
           "pdftotext -raw": ["pdftotext", "-enc", "UTF-8", "-raw", "{}", "-"],
           "mutool": ["mutool", "draw", "-q", "-F", "txt", "{}"]}


def output(*command):
    return subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                          timeout=120)


def plain(text):
    return ADDED.sub("", text)


def read(pdf):
    return {name: output(*[arg.format(pdf) for arg in command]).stdout.decode("utf-8", "replace")
            for name, command in READERS.items()}


def export(folder, name, text):
    report = os.path.join(folder, name + ".yaml")
    with open(report, "w", encoding="utf-8") as file:
        file.write(text)
    pdf = os.path.join(folder, name + ".pdf")
    done = output(PROGRAM, "export", report, "-o", pdf)
    if done.returncode or done.stderr:
        raise RuntimeError(done.stderr.decode("utf-8", "replace"))
    return pdf


def paragraphs(source):
    """The texts of the sample's paragraphs."""
    for text in re.findall(r"- p: \|\n((?:      .*\n)+)", source):
        text = " ".join(line.strip() for line in text.splitlines())
        yield re.sub(r"^\[(.*)\]\{lang=.*\}$", r"\1", text)


def sample_faults(folder):
    with open(SAMPLE, encoding="utf-8") as file:
        source = file.read()
    texts = read(export(folder, "scripts", source))
    faults = []
    for name, text in texts.items():
        found = plain(text)
        if "\ufffd" in found:
            faults.append(f"{name} gives U+FFFD")
        for paragraph in paragraphs(source):
            for char in set(plain(paragraph)):
                wanted = sum(plain(p).count(char) for p in paragraphs(source))
                if found.count(char) < wanted:
                    faults.append(f"{name} loses {char!r} (U+{ord(char):04X})")
        faults += [f"{name}: {emoji!r} is not whole" for emoji in EMOJI
                   if emoji not in found]
    found = plain(texts["pdftotext"])
    faults += [f"pdftotext: {word!r} is not whole" for word in WHOLE
               if plain(word) not in found]
    return faults


def selector_faults(folder):
    text = "简报: 1\n标题: 选择符\n正文:\n" + "".join(
        f"  - p: 甲{item}乙\n" for item in SELECTORS)
    texts = read(export(folder, "selectors", text))
    faults = []
    for name, found in texts.items():
        for item in SELECTORS:
            wanted = {item}
            if name == "mutool":
                # Selectors of plane 14 are given by ActualText, which MuPDF before 1.25
                # does not read.
                wanted.add(re.sub("[\U000e0100-\U000e01ef]", "", item))
            if not any("甲" + form + "乙" in plain(found) for form in wanted):
                faults.append(f"{name} loses {item!r}")
    return faults


def emoji_faults(folder):
    """The pages of a text of emoji are coloured; of the same as text they are not."""
    faults = []
    for name, text, is_coloured in (("colour", "旗🇨🇳与✅", True), ("text", "旗与✓", False)):
        pdf = export(folder, name, f"简报: 1\n标题: 表情\n正文:\n  - p: {text}\n")
        pixels = output("pdftoppm", "-r", "72", pdf).stdout
        header = re.match(rb"P6\s\d+ \d+\s\d+\s", pixels)
        body = pixels[header.end():]
        # Red beyond what dark blue headings hold.
        red = sum(body[i] > 180 and body[i + 1] < 90 and body[i + 2] < 90
                  for i in range(0, len(body) - 2, 3))
        if (red > 10) != is_coloured:
            faults.append(f"emoji {name}: {red} red pixels")
    return faults


def main():
    faults, passed = 0, 0
    with tempfile.TemporaryDirectory() as folder:
        for test in (sample_faults, selector_faults, emoji_faults):
            found = test(folder)
            passed += not found
            faults += bool(found)
            for fault in found[:20]:
                print(f"FAIL {test.__name__}: {fault}")
    print(f"{passed} passed, {faults} failed")
    return faults > 0


sys.exit(main())
