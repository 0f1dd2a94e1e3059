"""Texts that text layers lose: code points that share a glyph with another, that have no
glyph of their own, or that readers take for something else; each in every place where text
can stand."""

TEXTS = [
    # Compatibility ideographs and radicals beside the unified ones they look like.
    "\u8c48\u66f4\u8eca与\uf900\uf901\uf902、\ufa0e\ufa1a",
    "\u2f00\u2f06\u2f42\u2fa7\u2ea0\u2ed3与一二文长民",
    # Variation sequences: of ideographs (one that no font has), of marks.
    "葛\U000e0100城、葛城、辻\U000e0101、字\U000e01ef典",
    "又，\ufe00又。\ufe01终，\ufe01止",
    # Beyond the BMP; one that no font has.
    "\U00020bb7野家的\U0002123d与\U0002a6a5，\U00020bb7",
    # Emoji: joined, with a skin tone, a flag, a keycap.
    "一家\U0001f468\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466、\U0001f44d\U0001f3fd、"
    "\U0001f1e8\U0001f1f3、1\ufe0f\u20e3",
    # Combining marks.
    "cafe\u0301与man\u0303ana、a\u0323\u0308、か\u3099は\u309a",
    # Full-width and half-width forms, and the ordinary ones.
    "\uff12\uff10\uff12\uff16年\uff27\uff24\uff30增\uff15\uff0e\uff12\uff05，2026年GDP增5.2%",
    "ﾊﾛｰ｡､｢｣与ハロー。、「」",
    # Hyphens, dashes and bars.
    "甲\u2010乙-丙\u2011丁\u2013戊\u2014己\u2212庚\u2015辛——壬\u2e3a癸",
    # Spaces of other widths.
    "A\u00a0B、5\u00a0%、第\u00a01\u00a0章、1\u2009000、1\u202f000、甲\u3000乙",
    "inter\u00adnational与co\u00adopera\u00adtion",
    # Ellipses, middle dots, waves, quotes.
    "等……与等\u22ef\u22ef、\u2025、...",
    "比尔·盖茨、比尔\u2027盖茨、比尔・盖茨、比尔\u2022盖茨、ﾋﾞﾙ\uff65ｹﾞｲﾂ",
    "10～20、10\u301c20、一\u223c二",
    "“甲”、‘乙’、「丙」、『丁』、\uff02戊\uff02",
    # Letters that normalisation changes.
    "\u212b与\u00c5、\u2126与\u03a9、\u00b5与\u03bc、\u212a与K、\u33a1、\u3231、①、\u2488、\u2174",
    "office与fjord、\ufb01ne、\ufb02ow、wa\ufb04e",
    "人々〇〻、ゝヽ、ㄅㄆㄇ\u02d9ㄉ",
]


def body():
    """A Markdown text with every one of them in a paragraph, a heading, an item, strong,
    in a link, in a cell and in a footnote."""
    out, notes = [], []
    for number, text in enumerate(TEXTS, 1):
        out += [f"# 题{text}尾", f"段{text}，与**重{text}要**和[链{text}接](https://example.org/)"
                f"都在一行之内[^{number}]。", f"- 项{text}尾",
                f"| 表头{number} | {text} |\n| --- | --- |\n| {text} | 单元{text}格 |"]
        notes.append(f"[^{number}]: 注{text}尾")
    return "\n\n".join(out + notes) + "\n"


def structure():
    """A Markdown text whose blocks stand in one another and go on over pages: numbered
    headings of several lines, nested items, rows higher than a page, notes in cells."""
    long = "这一段文字有意写得长一些（English words, 2026 年、5.2%），好让它断成许多行；" * 3
    cell = "单元格里的文字也长，一页放不下，要在下一页接着排。" * 12
    return f"""# 一个长得要断成两行甚至三行才放得下的标题，其中有 Latin 与数字 2026

## 次一级

{long}[^a]面积 10 m<sup>2</sup>，H<sub>2</sub>O 若干。

1. 第一项{long}
   - 里面的一项[^b]
     1. 再里面的一项{long}
     2. 又一项
   - 与它并列的一项
2. 第二项

   第二项的第二段{long}

> 引文{long}
>
> - 引文里的一项

| 名称 | 说明 | 数值 |
| --- | --- | ---: |
| 甲[^c] | {cell} | 1,234.5 |
| 乙 | 短 | -0.5 |
| 丙 | {cell} | 12% |

```
int main(void)
{{
    return  0;  /* 两个空格 */
}}
```

![图注](missing.png "一幅找不到的图")

**粗体{long}**与`code  with  spaces`和~~删除~~。

[^a]: 注一{long}
[^b]: 注二
[^c]: 格子里的注{long}
"""
