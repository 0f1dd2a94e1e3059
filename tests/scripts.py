#!/usr/bin/env python3
"""Other scripts in finished files: what pdftotext, pdftotext -raw and mutool read of
samples/scripts.yaml, samples/rtl.yaml and of texts with selectors, whether emoji show,
whether a report from right to left is the mirror image of one from left to right, and
whether scripts that join are justified by their word spaces alone.

Poppler's layout mode turns text from right to left round again; its -raw mode does so
within words only, and MuPDF not at all: of these the letters are compared, not their order.
"""
import json
import os
import re
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(HERE)
PROGRAM = os.environ.get("JIANBAO", os.path.join(ROOT, "build", "release", "jianbao"))
SAMPLE = os.path.join(ROOT, "samples", "scripts.yaml")
RIGHT = os.path.join(ROOT, "samples", "rtl.yaml")
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


def dump(stage, report, *args):
    done = output(PROGRAM, "dump", stage, "--quiet", *args, report)
    return done.stdout.decode("utf-8").splitlines()


def dump_lines(report, *args):
    return [json.loads(line) for line in dump("lines", report, "--format", "json", *args)]


MIRRORED = """简报: 1
标题: 镜像
要点: [甲乙, 丙丁]
正文:
  - h: 标题
  - p: 正文带一个脚注[^1]。
  - list: [甲, {text: 乙, items: [丙]}]
  - table:
      caption: 表
      header: [品名, 数量, 说明]
      rows: [[甲, "12.5", 左], [乙, "-3.25", 右]]
  - quote: {text: 引文, source: 出处}
  - callout: {title: 注意, text: 提示}
  - code: "x = 1"
脚注: {1: 脚注}
风险: 风险提示
"""


def mirror_faults(folder):
    """Fills, bars and rules lie where the page's mirror image has them; labels stand at the
    right of their text, code and figures run from left to right."""
    report = os.path.join(folder, "mirrored.yaml")
    with open(report, "w", encoding="utf-8") as file:
        file.write(MIRRORED)
    rects = {}
    for way in ("ltr", "rtl"):
        rects[way] = [line.split()[1:] for line in
                      dump("pages", report, "--set", "direction=" + way,
                           "--set", "页面.左边距=60pt") if line.startswith("rect ")]
    width, faults = 595.276, []
    if len(rects["ltr"]) < 12 or len(rects["ltr"]) != len(rects["rtl"]):
        faults.append("%d and %d rectangles" % (len(rects["ltr"]), len(rects["rtl"])))
    for left, right in zip(rects["ltr"], rects["rtl"]):
        image = width - float(left[0]) - float(left[2])
        if abs(image - float(right[0])) > 0.002 or left[1:] != right[1:]:
            faults.append(f"{left} has the image {right}")
    lines = dump_lines(RIGHT)
    edge = max(line["x"] + line["width"] for line in lines)
    for label, text in zip(lines, lines[1:]):
        if label["part"] == "label" and label["x"] < text["x"] + text["width"]:
            faults.append(f"the label of {text['text']!r} is not at its right")
    for line in lines:
        begins = abs(line["x"] + line["width"] - edge) < 0.2
        if (line["part"] == "code" and line["x"] > 130) or \
                (line["part"] in ("heading", "caption") and not begins):
            faults.append(f"{line['text']!r} begins at {line['x']}")
    points = {line["text"]: next(char["x"] for char in line["chars"] if char["char"] == ".")
              for line in lines if re.fullmatch(r"[-+\d,]+\.\d+", line["text"])}
    for one, other in (("352.50", "1,338.4"), ("+1.25", "-12.5"), ("+1.25", "-0.75")):
        if abs(points.get(one, 0) - points.get(other, 1)) > 0.01:
            faults.append(f"the points of {one} and {other} are apart")
    for option in ("--help", "C++"):
        places = next(places_of(line, option) for line in lines if option in line["text"])
        if places != sorted(places):
            faults.append(f"{option} does not run from left to right")
    pdf = os.path.join(folder, "right.pdf")
    output(PROGRAM, "export", RIGHT, "-o", pdf)
    letters = plain(read(pdf)["pdftotext"])
    for word in ("وأجور".replace("و", ""), "المخزون", "Londonإن"):
        if plain(word) not in letters:
            faults.append(f"pdftotext: {word!r} is not whole")
    return faults


def places_of(line, text):
    """Where the characters of a text stand, which are in no order from right to left."""
    rest, places = list(line["chars"]), []
    for wanted in text:
        same = [char for char in rest if char["char"] == wanted]
        chosen = min(same, key=lambda char: char["x"])
        rest.remove(chosen)
        places.append(chosen["x"])
    return places


JOINED = {"ar": "بدأ السوق الأسبوع هادئا ثم عاد المشترون من شمال آسيا بعد العطلة وطلبوا كميات صغيرة"
                " للتسليم الفوري في مدينة 上海 وما حولها، وبقيت الأسعار مستقرة حتى نهاية الشهر.",
          "fa": "بازار هفته را آرام آغاز کرد و سپس خریداران شمال آسیا پس از تعطیلات بازگشتند و"
                " مقدارهای کوچکی برای تحویل فوری سفارش دادند و قیمت‌ها تا پایان ماه ثابت ماند.",
          "he": "השוק פתח את השבוע בשקט ואחר כך חזרו הקונים מצפון אסיה אחרי החופשה והזמינו כמויות"
                " קטנות למסירה מיידית, והמחירים נשארו יציבים עד סוף החודש."}


def joined_faults(folder):
    """Within a word the letters stand as far apart in justified lines as in ragged ones."""
    faults = []
    for lang, text in JOINED.items():
        report = os.path.join(folder, "joined.yaml")
        with open(report, "w", encoding="utf-8") as file:
            file.write(f"简报: 1\n语言: {lang}\n标题: x\n正文: [\"{text}\"]\n")
        words, filled = {}, 0
        for settings in (["align=left"], ["measure=9em"], ["measure=12em"],
                         ["measure=17em"], ["measure=15em", "styles.body.tracking=0.1em"]):
            args = [arg for setting in settings for arg in ("--set", setting)]
            for line in dump_lines(report, "--layout", "plain", *args):
                if line["text"] == "x":
                    continue
                filled += line["end"] != "last"
                for word, places in words_of(line):
                    words.setdefault(word, []).append(places)
        if filled < 15:
            faults.append(f"{lang}: {filled} full lines")
        for word, forms in words.items():
            apart = max((abs(a - b) for form in forms for a, b in zip(form, forms[0])),
                        default=0)
            if apart > 0.011:
                faults.append(f"{lang}: the letters of {word!r} move by {apart:.3f} pt")
    return faults


def words_of(line):
    """The words of a line, each with its letters' places from its left edge."""
    word, places = "", []
    for char in line["chars"] + [{"char": " ", "x": 0}]:
        if char["char"] == " ":
            if word:
                yield word, [place - places[0] for place in places]
            word, places = "", []
        else:
            word += char["char"]
            places.append(char["x"])


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


TURNED = ["سلام", "الآن", "سَلَامٌ", "عَلَيْكُمْ", "وَلَا", "الْعَرَبِيَّة", "שָׁלוֹם", "בְּרֵאשִׁית"]


def turned_faults(folder):
    """Ligatures and bases with marks from right to left: MuPDF gives what stands on the page
    from left to right (newer ones turn it round), poppler turns it round."""
    body = "".join(f'  - p: "**{word}**"\n  - p: "{word}"\n' for word in TURNED)
    texts = read(export(folder, "turned", f"简报: 1\n标题: 从右到左\n正文:\n{body}"))
    found = {name: plain(texts[name]) for name in ("pdftotext", "mutool")}
    if TURNED[0] not in found["mutool"]:
        found["mutool"] = found["mutool"][::-1]
    return [f"{name}: {word!r} is there {text.count(word)} times, not twice"
            for name, text in found.items() for word in TURNED
            if text.count(word) - sum(text.count(other) for other in TURNED
                                      if word in other and word != other) != 2]


def main():
    faults, passed = 0, 0
    with tempfile.TemporaryDirectory() as folder:
        for test in (sample_faults, selector_faults, emoji_faults, mirror_faults,
                     joined_faults, turned_faults):
            found = test(folder)
            passed += not found
            faults += bool(found)
            for fault in found[:20]:
                print(f"FAIL {test.__name__}: {fault}")
    print(f"{passed} passed, {faults} failed")
    return faults > 0


sys.exit(main())
