/* What no layout says: HTML's own look taken back, Chinese setting, tables and figures on
 * narrow screens, print. Unknown properties are left out by readers; each has a form that
 * is right without it. */
#include "out/css_parts.h"

/* CSS Text 4, CSS Text Decoration 4, CSS Ruby 1; EPUB 3.3, 6.3.1.2: forms with a prefix,
 * which old readers know only. */
static const char both[] =
    "html{-webkit-text-size-adjust:100%;text-size-adjust:100%}\n"
    "body{text-align:justify;overflow-wrap:break-word}\n"
    "h1,h2,h3,h4,h5,h6,p,ul,ol,li,figure,figcaption,blockquote,pre,hr{margin:0;padding:0}\n"
    "h1,h2,h3,h4,h5,h6,th,caption{font-size:1em;font-weight:inherit}\n"
    "strong,em,cite,small,code,sup,sub{font-weight:inherit;font-style:inherit;"
    "font-size:1em;font-family:inherit}\n"
    "sup,sub{vertical-align:baseline;line-height:0}\n"
    "sup::before{content:'\\2060'}\n" /* no line begins with the mark of a note */
    "pre,code{font-family:inherit}\npre{white-space:pre-wrap;overflow-wrap:anywhere}\n"
    "a{color:inherit;text-underline-offset:.2em;text-decoration-thickness:1px;"
    "overflow-wrap:anywhere}\n.address{word-break:break-all}\n"
    "sup a,a.label{text-decoration:none}\n"
    "ul,ol{list-style:none}\n"
    ".label{display:inline-block;text-indent:0}\nol>li>p>.label{text-align:right}\n"
    "ul>li>p>.label{font-family:Arial,Helvetica,sans-serif}\n"
    "h1>.label,h2>.label,h3>.label,h4>.label,h5>.label,h6>.label{display:inline;"
    "word-spacing:.25em}\n"
    "table{border-collapse:collapse;border-spacing:0;width:100%;text-align:left;"
    "page-break-inside:auto}\n"
    "td,th{vertical-align:top;text-align:left;font-weight:inherit;padding:0}\n"
    "thead th{vertical-align:bottom}\ntr{page-break-inside:avoid;break-inside:avoid}\n"
    "caption{caption-side:top;padding:0;text-align:left}\n"
    "p{text-wrap:pretty}\n" /* CSS Text 4, 6.4.1: no single character as the last line */
    "li p,td p,th p,figcaption p,aside p{text-indent:0}\n"
    "figure{text-align:center;page-break-inside:avoid;break-inside:avoid}\n"
    "img{max-width:100%;height:auto}\n"
    "hr{border:0}\n"
    ".dots{-epub-text-emphasis-style:filled dot;text-emphasis:filled dot;"
    "-epub-text-emphasis-position:under right;text-emphasis-position:under right}\n"
    ".name-line{text-decoration:underline;text-underline-offset:.2em}\n"
    ".book-line{text-decoration:underline wavy 1px;text-underline-offset:.2em}\n"
    "ruby{ruby-align:center}\nrt{font-size:.5em;line-height:1;text-align:center}\n"
    "th.short,td.short{white-space:nowrap}\ntd,th{min-width:3.5em}\n"
    "th.short,td.short{min-width:0}\ntd.long{min-width:6.5em}\n"
    "@media (min-width:40em){\ntd.whole{white-space:nowrap}\n}\n"
    ".warichu{font-size:.8em}\n"
    ".masthead{display:flex;flex-wrap:wrap;justify-content:space-between;"
    "align-items:baseline}\n"
    ".notes{margin-top:2em;padding-top:.5em;border-top:1px solid #b0b7c3}\n"
    ".notes .label{display:inline;word-spacing:.25em}\n"
    ".metrics{table-layout:fixed}\n.table-wide{overflow-x:auto}\n"
    "@media (max-width:30em){\n"
    ".table-stacks tr,.table-stacks td,.table-stacks th{display:block}\n"
    ".table-stacks td:first-child{font-weight:700}\n"
    "p code{word-break:break-all}\n" /* else the line before would be stretched */
    ".metrics tr{display:flex;flex-wrap:wrap}\n.metrics td{flex:1 1 40%}\n"
    "}\n"
    ".page-break{page-break-before:always;break-before:page}\n";

/* Lines from top to bottom; figures, tables and code keep to the page's sides. The older
 * names are those of EPUB 3.0's CSS profile. */
static const char book[] =
    "nav h1{font-weight:700;font-size:1.33em}\nnav li{margin-top:.4em}\n"
    "nav ol ol{margin-inline-start:1.5em}\nnav a{text-decoration:none}\n"
    ".vertical{-epub-writing-mode:vertical-rl;writing-mode:vertical-rl;"
    "text-orientation:mixed}\n"
    ".upright{-epub-text-combine:horizontal;text-combine-upright:all}\n"
    ".vertical img{max-height:100%;width:auto}\n";

/* A column of at most 38 em; wide tables scroll in a box of their own, which is wider than
 * the column where they have many columns and the screen has room, as on paper. */
static const char page[] =
    "body{margin:0}\n"
    "main,.contents,.volume{max-width:38em;margin:0 auto;padding:0 1.25em}\n"
    ".contents{padding-top:1em}\n.volume{padding-top:1.5em}\n"
    ".volume h1{font-size:1.9em;font-weight:700;line-height:1.4;text-align:left}\n"
    "article+article{margin-top:4em}\n"
    "main{padding-top:1.5em;padding-bottom:4em}\n"
    ".table-scroll{overflow-x:auto}\n"
    /* A shadow stands where there is more to see; at either end the paper, which moves
     * with the table, covers it (CSS Backgrounds 3, 2.5: local). */
    "article>div>.table-scroll{background:"
    "linear-gradient(90deg,var(--paper) 40%,transparent) left/2.5em 110% no-repeat local,"
    "linear-gradient(270deg,var(--paper) 40%,transparent) right/2.5em 110% no-repeat local,"
    "linear-gradient(90deg,#7f7f7f66,transparent) left/.8em 98% no-repeat,"
    "linear-gradient(270deg,#7f7f7f66,transparent) right/.8em 98% no-repeat}\n"
    ".table-scroll caption p{position:sticky;inset-inline-start:0;"
    "max-width:min(38rem,100vw - 2.5rem)}\n"
    "@media (min-width:48em){\n"
    "article>div>.table-many{margin:0 calc(19em - min(27em,50vw - 2em))}\n"
    ".table-many table{width:auto;min-width:38em;margin:0 auto}\n"
    "}\n"
    ".table-scroll:focus-visible{outline:2px solid currentColor;outline-offset:2px}\n"
    ".skip:not(:focus){position:absolute;width:1px;height:1px;overflow:hidden;"
    "clip-path:inset(50%)}\n"
    ".contents ol{margin:.5em 0}\n.contents ol ol{margin:0 0 0 1.5em}\n"
    ".contents a{text-decoration:none}\n.contents summary{cursor:pointer}\n"
    "@media (max-width:30em){\n"
    "body{text-align:start}\n" /* few characters a line: gaps would show */
    "}\n"
    ":root{color-scheme:light dark}\n";

static const char print[] =
    "@media print{\n"
    ".skip,.contents{display:none}\nmain{max-width:none;padding:0}\n"
    "article>div>.table-scroll{overflow:visible;margin:0;background:none}\n"
    ".table-scroll caption p{position:static;max-width:none}\na{text-decoration:none}\n"
    "thead{display:table-header-group}\n"
    "p{orphans:2;widows:2}\n"
    "}\n";

void jb_css_fixed_begin(jb_css_medium medium, jb_buf *into)
{
    jb_buf_puts(into, both);
    jb_buf_puts(into, medium == JB_CSS_PAGE ? page : book);
}

void jb_css_fixed_end(jb_css_medium medium, jb_buf *into)
{
    if (medium == JB_CSS_PAGE)
        jb_buf_puts(into, print);
}

bool jb_css_fixed_has(const char *role)
{
    static const char *const roles[] = {
        "label", "dots", "name-line", "book-line", "masthead", "page-break",
        "short", "long", "warichu",   "metrics",   "address",  "whole"};
    for (size_t i = 0; i < JB_COUNT(roles); i++)
        if (strcmp(role, roles[i]) == 0)
            return true;
    return false;
}
