#!/usr/bin/env python3
"""Ruby, zhuyin and marks as extractors see them: the base text of samples/annotations.yaml
stays in one piece in pdftotext and pdftotext -raw, each annotation is a word of its own
behind its line, and dots and lines leave no character.

    tests/annotations.py"""

import os
import re
import shutil
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
PROGRAM = os.environ.get("JIANBAO", os.path.join(ROOT, "build", "release", "jianbao"))
SAMPLE = os.path.join(ROOT, "samples", "annotations.yaml")
BASES = ["太极拳", "双窗装框", "山中何所有，岭上多白云", "春眠不覺曉，處處聞啼鳥", "與「媽媽」",
         "東京の桜は三月の終わりに咲く", "欧阳修", "不能下断语", "孔子颜回子路",
         "史谔（字直臣，进士，后任县令）奉檄修城", "史诩（时为主簿）记其事"]
RUBIES = ["tàijíquán", "zhuāng", "ㄔㄨㄣ", "ㄇㄧㄢˊ", "ㄍㄨㄛˊ", "˙ㄉㄜ", "とうきょう", "しごと"]
MARKS = set("•●﹅﹏＿")


def text_of(pdf, *arguments):
    return subprocess.run(["pdftotext", *arguments, pdf, "-"], check=True,
                          capture_output=True, text=True).stdout


def main():
    if not shutil.which("pdftotext") or not shutil.which("mutool"):
        print("not checked: pdftotext or mutool is missing")
        print("0 passed, %d failed" % bool(os.environ.get("CI")))
        return bool(os.environ.get("CI"))
    passed, faults = 0, []
    with tempfile.TemporaryDirectory() as folder:
        pdf = os.path.join(folder, "out.pdf")
        subprocess.run([PROGRAM, "export", SAMPLE, "-o", pdf], check=True)
        texts = {"pdftotext": text_of(pdf), "pdftotext -raw": text_of(pdf, "-raw")}
        texts["mutool"] = subprocess.run(["mutool", "draw", "-q", "-F", "text", pdf],
                                         check=True, capture_output=True, text=True).stdout
    for name, text in texts.items():
        squeezed = re.sub(r"\s+", "", text)
        for base in BASES:
            # mutool knows no ActualText: it adds spaces where bases are spread
            found = base in text if name != "mutool" else base in squeezed
            if found:
                passed += 1
            else:
                faults.append(f"{name}: {base} is not in one piece")
        for ruby in RUBIES:
            found = ruby in text.split() if name != "mutool" else ruby in squeezed
            if found:
                passed += 1
            else:
                faults.append(f"{name}: {ruby} is no word")
        if MARKS & set(text):
            faults.append(f"{name}: a mark is in the text")
        else:
            passed += 1
    for fault in faults:
        print("FAIL " + fault)
    print(f"{passed} passed, {len(faults)} failed")
    return len(faults) > 0


if __name__ == "__main__":
    sys.exit(main())
