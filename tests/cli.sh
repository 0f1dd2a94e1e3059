#!/bin/sh
# The command line: exit codes, streams, paths and messages that scripts rely on.
root=$(cd "$(dirname "$0")/.." && pwd) || exit 1
program=${JIANBAO:-$root/build/release/jianbao}
work=$(mktemp -d) || exit 1
trap 'chmod -R u+w "$work"; rm -rf "$work"' EXIT
unset JIANBAO_MESSAGES SOURCE_DATE_EPOCH LANGUAGE
LC_ALL=C.UTF-8
export LC_ALL
cd "$work" || exit 1
passed=0
failed=0

good()
{
    passed=$((passed + 1))
}

bad()
{
    failed=$((failed + 1))
    echo "FAIL $1"
    sed 's/^/    /' "$work/err" 2>/dev/null | head -n 6
}

# status WANTED WHAT COMMAND...: runs it with out and err kept.
status()
{
    wanted=$1
    what=$2
    shift 2
    timeout 60 "$@" >"$work/out" 2>"$work/err" </dev/null
    got=$?
    if [ "$got" = "$wanted" ]; then good; else bad "$what: status $got, expected $wanted"; fi
}

# says PATTERN WHAT: the last command said it on stderr.
says()
{
    if grep -q -e "$1" "$work/err"; then good; else bad "$2: does not say $1"; fi
}

silent()
{
    if [ -s "$work/err" ]; then bad "$1: says something on stderr"; else good; fi
}

is_pdf()
{
    if head -c 8 "$1" 2>/dev/null | grep -q '^%PDF-1\.7' && tail -c 7 "$1" | grep -q '%%EOF'
    then good; else bad "$2: $1 is no PDF"; fi
}

no_file()
{
    if [ -e "$1" ]; then bad "$2: $1 is there"; else good; fi
}

cat >good.yaml <<'END'
标题: 一份小报告
日期: 2024-03-01
正文:
  - p: 正文只有一段，足够成页。
END
cat >good.md <<'END'
---
title: 另一份
date: 2024-03-02
---
这里是正文。
END
printf '标题：全角冒号\n正文: x\n' >colon.yaml
printf '标题: 未知字段\n日其: 2024-03-01\n正文: 一段。\n' >unknown.yaml
printf '标题: 重复\n标题: 重复\n正文: 一段。\n' >twice.yaml
printf '标题: 缺图\n正文: |\n  文字。\n\n  ![图](no-such.png)\n' >noimage.yaml
printf '\377\376\0\0' >binary.yaml
: >empty.yaml

# ---- help, version, usage
status 0 "--help" "$program" --help
if [ -s out ]; then good; else bad "--help prints nothing on stdout"; fi
status 0 "version" "$program" version
if grep -q '[0-9]' out; then good; else bad "version prints no number"; fi
for command in export check dump fonts layouts explain version; do
    status 0 "$command --help" "$program" "$command" --help
    if grep -q "$command" out; then good; else bad "$command --help does not name it"; fi
done
status 0 layouts "$program" layouts
if grep -q briefing out; then good; else bad "layouts does not list briefing"; fi
status 0 fonts "$program" fonts
if [ -s out ]; then good; else bad "fonts prints nothing"; fi
status 0 "explain" "$program" explain file-missing
if [ -s out ]; then good; else bad "explain prints nothing"; fi
status 64 "no command" "$program"
status 64 "an unknown command" "$program" exprot good.yaml
says export "an unknown command"
status 64 "an unknown option" "$program" export --ot pdf good.yaml
status 64 "export without a report" "$program" export
status 64 "-o without a value" "$program" export good.yaml -o
status 64 "explain of an unknown id" "$program" explain no-such-id
status 64 "dump of an unknown stage" "$program" dump nothing good.yaml
status 64 "an unknown format" "$program" export good.yaml --to docx

# ---- export
status 0 "export" "$program" export good.yaml
silent "export"
is_pdf good.pdf "export without -o"
status 0 "export -o FILE" "$program" export good.md -o named.pdf
is_pdf named.pdf "export -o FILE"
mkdir folder
status 0 "export -o DIR" "$program" export good.yaml noimage.yaml -o folder/ --to pdf
is_pdf folder/noimage.pdf "export -o DIR"
status 64 "two inputs, one output" "$program" export good.yaml good.md -o both.pdf
no_file both.pdf "two inputs, one output"
cp good.yaml twin.yaml && cp good.md twin.md
status 64 "two inputs that would write one file" "$program" export twin.yaml twin.md
no_file twin.pdf "two inputs that would write one file"
mkdir other && cp good.yaml other/
status 64 "two inputs of one name into one folder" "$program" export good.yaml \
    other/good.yaml -o folder/
status 0 "-o -" "$program" export good.yaml -o -
is_pdf out "-o -"
cmp -s out good.pdf && good || bad "-o - gives other bytes"
"$program" export - -o - <good.yaml >stdin.pdf 2>err && good || bad "export - fails"
is_pdf stdin.pdf "export - (YAML)"
"$program" export - -o - <good.md >stdin.pdf 2>err && good || bad "export - fails (Markdown)"
is_pdf stdin.pdf "export - (Markdown)"
status 64 "two inputs, -o -" "$program" export good.yaml good.md -o -
printf 'old' >kept.pdf
status 65 "a bad report" "$program" export unknown.yaml -o kept.pdf
[ "$(cat kept.pdf)" = old ] && good || bad "a bad report touched the old output"

# ---- names
cp good.yaml '周 报 (一).yaml'
status 0 "a name in Chinese and with spaces" "$program" export '周 报 (一).yaml'
is_pdf '周 报 (一).pdf' "a name in Chinese and with spaces"
cp good.yaml ./-dash.yaml
status 0 "a name that begins with a dash, after --" "$program" export -- -dash.yaml
status 0 "a name that begins with ./-" "$program" export ./-dash.yaml -o d.pdf

# ---- inputs
status 66 "a report that is missing" "$program" export nowhere.yaml
says nowhere.yaml "a report that is missing"
status 65 "a full-width colon" "$program" export colon.yaml
says 'colon.yaml:1:' "a full-width colon"
says 'hint:' "a full-width colon"
status 65 "an unknown field" "$program" check unknown.yaml
says 'unknown.yaml:2:1: error' "an unknown field"
says 日期 "an unknown field (nearest name)"
status 65 "a key given twice" "$program" check twice.yaml
says 'twice.yaml:2:1' "a key given twice"
status 65 "an empty report" "$program" export empty.yaml
status 65 "no UTF-8" "$program" export binary.yaml
status 0 "check of a good report" "$program" check good.yaml
status 0 "a missing image" "$program" export noimage.yaml
says 'noimage.yaml:5:.*warning.*\[image-missing\]' "a missing image"
is_pdf noimage.pdf "a missing image"
status 1 "several reports, one bad" "$program" export good.yaml unknown.yaml -o folder/
status 66 "a folder as report" "$program" export other
mkfifo pipe.yaml
status 66 "a pipe as report" "$program" export pipe.yaml

# ---- what a report may name
printf 'outside' >outside.png
mkdir inner && ln -s ../outside.png inner/link.png && ln -s .. inner/up
mkfifo inner/pipe.png
for path in ../outside.png "$work/outside.png" link.png up/outside.png; do
    printf '标题: 图\n正文: |\n  文字。\n\n  ![图](%s)\n' "$path" >inner/report.yaml
    status 0 "an image outside: $path" "$program" export inner/report.yaml
    says '\[\(file-outside\|image-[a-z-]*\)\]' "an image outside: $path"
done
printf '标题: 图\n正文: |\n  文字。\n\n  ![图](pipe.png)\n' >inner/report.yaml
status 0 "a pipe as image" "$program" export inner/report.yaml
says '\[\(file-not-regular\|image-[a-z-]*\)\]' "a pipe as image"

# ---- layouts
status 78 "an unknown layout" "$program" export good.yaml --layout nonesuch -o l.pdf
printf 'name: bad\nextends: briefing\nmesure: 30em\n' >bad-layout.yaml
status 78 "a bad layout" "$program" export good.yaml --layout bad-layout.yaml -o l.pdf
says measure "a bad layout (nearest name)"
no_file l.pdf "a bad layout"
printf 'name: narrow\nextends: plain\nmeasure: 20em\nsize: 12pt\n' >narrow.yaml
status 0 "a layout of a few lines" "$program" export good.yaml --layout narrow.yaml -o n.pdf
is_pdf n.pdf "a layout of a few lines"

status 0 "--set" "$program" export good.yaml --set measure=20em --set size=12pt -o s.pdf
if cmp -s s.pdf good.pdf; then bad "--set changes nothing"; else good; fi
status 78 "--set of an unknown field" "$program" export good.yaml --set mesure=20em -o s.pdf
status 64 "--set without a value" "$program" export good.yaml --set measure -o s.pdf
status 78 "an unknown font set" "$program" export good.yaml --fonts nonesuch -o s.pdf
mkdir shelf && printf 'layout: plain\nmapping:\n  headline: title\n' >shelf/collection.yaml
printf -- '---\nheadline: 映射来的标题\n---\n正文。\n' >shelf/mapped.md
status 0 "a mapping in collection.yaml" "$program" dump tree shelf/mapped.md
if grep -q 映射来的标题 out; then good; else bad "a mapping in collection.yaml is not used"; fi
status 0 "the layout of collection.yaml" "$program" export shelf/mapped.md -o c.pdf
silent "the layout of collection.yaml"

# ---- outputs
status 73 "an output in no folder" "$program" export good.yaml -o no/such/folder.pdf
status 73 "an output that is a folder's file" "$program" export good.yaml -o good.md/x.pdf
if [ -w /dev/full ]; then
    timeout 60 "$program" export good.yaml -o - >/dev/full 2>"$work/err"
    got=$?
    case $got in 74 | 75) good ;; *) bad "a full device: status $got, expected 74 or 75" ;; esac
fi
# Permissions bind no root: then the checks run as nobody, if nobody can reach the program.
as_user=
if [ "$(id -u)" = 0 ]; then
    as_user="setpriv --reuid=65534 --regid=65534 --clear-groups"
    chmod 755 .
fi
if $as_user test -x "$program" -a -r "$root/layouts/briefing.yaml" 2>/dev/null; then
    mkdir locked && cp good.yaml locked/ && chmod 555 locked
    timeout 60 $as_user "$program" export good.yaml -o locked/x.pdf >out 2>err
    got=$?
    case $got in 73 | 77) good ;; *) bad "a read-only folder: status $got" ;; esac
    says locked "a read-only folder"
    cp good.yaml secret.yaml && chmod 000 secret.yaml
    timeout 60 $as_user "$program" export secret.yaml -o - >out 2>err
    got=$?
    case $got in 66 | 77) good ;; *) bad "an unreadable report: status $got" ;; esac
fi
# A reader that closes its end: no crash, no noise beyond one line.
("$program" export good.yaml -o - 2>err; echo $? >code) | head -c 10 >/dev/null
case $(cat code) in 0 | 74 | 141) good ;; *) bad "a closed pipe: status $(cat code)" ;; esac
# Files may grow no further: the old one stays.
printf 'old' >small.pdf
(ulimit -f 8; exec "$program" export good.yaml -o small.pdf) >out 2>err
got=$?
case $got in 74 | 75) good ;; *) bad "a file size limit: status $got" ;; esac
[ "$(cat small.pdf)" = old ] && good || bad "a file size limit: the old file is gone"
# Interrupted or killed at any moment: the old file, or the whole new one.
{ printf 'title: 长\nbody:\n'; yes '  - p: 很长的一份报告，足够让程序忙一会儿。' | head -n 60000; } >long.yaml
for signal in INT TERM KILL; do
    for wait in 0.02 0.1 0.4; do
        printf 'old' >long.pdf
        timeout -s $signal $wait "$program" export long.yaml -o long.pdf >out 2>err
        if [ "$(head -c 3 long.pdf)" = old ]; then good; else is_pdf long.pdf "SIG$signal"; fi
    done
    [ $signal = KILL ] && rm -f .jianbao-*.tmp
done
left=$(find . -name '*.tmp' -o -name '.*.pdf*' -o -name '*.pdf.*' | head -n 3)
if [ -z "$left" ]; then good; else bad "left behind: $left"; fi

# ---- languages of messages
status 65 "messages in Chinese" "$program" check --messages zh unknown.yaml
says '错误' "messages in Chinese"
status 65 "messages in English" env LC_ALL=zh_CN.UTF-8 "$program" check --messages en unknown.yaml
says 'error' "messages in English"
status 65 "messages by locale" env LC_ALL=zh_CN.UTF-8 "$program" check unknown.yaml
says '错误' "messages by locale"
status 65 "messages by variable" env JIANBAO_MESSAGES=zh "$program" check unknown.yaml
says '错误' "messages by variable"
status 65 "no colour" env NO_COLOR=1 "$program" check unknown.yaml
if grep -q "$(printf '\033')" err; then bad "escape sequences in a file"; else good; fi

"$program" check --diagnostics json unknown.yaml >out 2>&1
if grep -v '^{.*"id".*}$' out | grep -q .; then bad "--diagnostics json: not one object a line"
else good; fi
status 0 "--quiet" "$program" export --quiet noimage.yaml -o q.pdf
silent "--quiet"
printf '标题: 缺图\n日其: x\n正文: |\n  文字。\n\n  ![图](no-such.png)\n' >both.yaml
status 65 "--quiet with an error" "$program" export --quiet both.yaml -o q.pdf
says field-unknown "--quiet with an error"
if grep -q warning err; then bad "--quiet shows warnings beside an error"; else good; fi

# ---- notes are counted, unless they are asked for
printf -- '---\ntitle: 2024-03-02 周报\ndate: 2024-03-02\nstrange: 1\n---\n正文。\n' >noted.md
status 0 "notes of export" "$program" export noted.md -o noted.pdf
says '^2 notes; see: jianbao check noted.md$' "notes of export"
if [ "$(wc -l <err)" -eq 1 ]; then good; else bad "export prints notes"; fi
for flag in -v --notes; do
    status 0 "export $flag" "$program" export $flag noted.md -o noted.pdf
    says title-date "export $flag"
done
status 0 "notes of check" "$program" check noted.md
says title-date "notes of check"

# ---- what the report says goes before what the layout says; mappings of layouts
cat >mapped.yaml <<'END'
numbering: decimal
mapping: {headline: title, 期数: subtitle}
END
printf -- '---\nheadline: 映射的标题\nlayout: mapped.yaml\nnumbering: none\n---\n# 一节\n\n文字。\n' >mapped.md
status 0 "the mapping of a layout" "$program" dump blocks mapped.md
if grep -q '映射的标题' out; then good; else bad "the mapping of a layout is not used"; fi
status 0 "the mapping of a layout, pages" "$program" dump flow mapped.md
if grep -q '1 *一节' out; then bad "numbering: none is not heard"; else good; fi

# ---- dates come from the report or SOURCE_DATE_EPOCH, never from the clock
printf '标题: 无日期\n正文: 一段。\n' >undated.yaml
status 0 "no date" "$program" export undated.yaml -o u1.pdf
status 0 "no date, later" env SOURCE_DATE_EPOCH=86400 "$program" export undated.yaml -o u2.pdf
if grep -aq "$(date -u +%Y%m%d)" u1.pdf; then bad "the clock is in a file"; else good; fi
if grep -aq 19700102 u2.pdf; then good; else bad "SOURCE_DATE_EPOCH is not in the file"; fi

# ---- dump
for stage in tree blocks runs breaks lines flow pages fonts config; do
    status 0 "dump $stage" "$program" dump "$stage" good.yaml
    if [ -s out ]; then good; else bad "dump $stage prints nothing"; fi
done
status 0 "dump lines --format json" "$program" dump lines --format json good.yaml
if python3 -c 'import json, sys
for line in open("out"): json.loads(line)["chars"][0]["cp"]' 2>err; then good
else bad "dump lines --format json: not one object a line"; fi
status 0 "dump breaks --format json" "$program" dump breaks --format json good.yaml
if python3 -c 'import json, sys
for line in open("out"): json.loads(line)["break"]' 2>err; then good
else bad "dump breaks --format json: not one object a line"; fi
status 64 "--format with another word" "$program" dump lines --format xml good.yaml
status 64 "--format of export" "$program" export --format json good.yaml
status 0 "dump lines --page" "$program" dump lines --page 2 good.yaml
if [ -s out ]; then bad "dump lines --page 2 shows page 1"; else good; fi

# ---- overlay
status 0 "--overlay" "$program" export --overlay boxes,baselines,gaps,frame good.yaml -o o.pdf
silent "--overlay"
is_pdf o.pdf "--overlay"
"$program" export good.yaml -o n.pdf && cmp -s o.pdf n.pdf && bad "--overlay draws nothing" ||
    good
if command -v pdftotext >/dev/null; then
    [ "$(pdftotext o.pdf -)" = "$(pdftotext n.pdf -)" ] && good || bad "--overlay changes the text"
fi
status 64 "--overlay with an unknown word" "$program" export --overlay boxes,glyphs good.yaml
says 'boxes|baselines|gaps|frame' "--overlay with an unknown word"
status 64 "--overlay with nothing" "$program" export --overlay= good.yaml

# ---- the typographic report
printf '标题: 松行\n正文:\n  - p: 松行是字与字之间空123456789012\n' >loose.yaml
status 0 "check without --typography" "$program" check --set measure=14em loose.yaml
silent "check without --typography"
status 0 "check --typography" "$program" check --typography --set measure=14em loose.yaml
says 'loose.yaml:3:8: .*\[typography-' "check --typography"
status 0 "export --typography" "$program" export --typography --set measure=14em loose.yaml
says 'typography-' "export --typography"
is_pdf loose.pdf "export --typography"
status 0 "check --typography of a good report" "$program" check --typography good.yaml
silent "check --typography of a good report"
status 0 "explain typography-loose" "$program" explain typography-loose
status 64 "dump --typography" "$program" dump lines --typography good.yaml

echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
