#!/bin/sh
# The same report gives the same bytes, wherever, whenever and by whomever it is exported:
# other folder, time zone, locale, umask, file times, home, user, terminal, environment.
root=$(cd "$(dirname "$0")/.." && pwd) || exit 1
program=${JIANBAO:-$root/build/release/jianbao}
work=$(mktemp -d) || exit 1
trap 'chmod -R u+w "$work"; rm -rf "$work"' EXIT
passed=0
failed=0

# lay FOLDER: a copy of the samples there.
lay()
{
    mkdir -p "$1" && cp -R "$root/samples/." "$1/"
}

# same SAMPLE WHAT FOLDER [FORMATS]: compares what is there with the first export.
same()
{
    for kind in ${4:-pdf epub html}; do
        if cmp -s "$work/first/$1.$kind" "$3/$1.$kind"; then
            passed=$((passed + 1))
        else
            failed=$((failed + 1))
            echo "FAIL $1.$kind: other bytes with $2:" \
                "$(cmp "$work/first/$1.$kind" "$3/$1.$kind" 2>&1 | sed "s#$work/##g")"
        fi
    done
}

lay "$work/first"
lay "$work/other place/较深 的/文件夹"
far="$work/other place/较深 的/文件夹"
find "$far" -exec touch -t 199912312359.58 {} +
mkdir "$work/home" "$work/stdout"

for report in "$root"/samples/*.yaml "$root"/samples/*.md; do
    name=$(basename "$report")
    case $name in README*) continue ;; esac
    stem=${name%.*}
    if ! (cd "$work/first" && "$program" export --to pdf,epub,html "$name" -o ./) 2>"$work/said"; then
        failed=$((failed + 1))
        echo "FAIL $name: not exported"
        head -n 3 "$work/said"
        continue
    fi

    "$program" export "$work/first/$name" --to pdf,epub,html -o "$work/again/" 2>/dev/null
    same "$stem" "a second run, an absolute path" "$work/again"

    (cd "$far" && TZ=Pacific/Kiritimati LC_ALL=C \
        "$program" export "./$name" --to pdf,epub,html -o "$work/tz/") 2>/dev/null
    same "$stem" "another folder, file times, TZ=Pacific/Kiritimati, LC_ALL=C" "$work/tz"

    for locale in POSIX C.UTF-8 zh_CN.UTF-8 de_DE.UTF-8 tr_TR.UTF-8 zh_CN.GB18030; do
        LC_ALL=$locale LANG=$locale LANGUAGE=de JIANBAO_MESSAGES=zh TZ=America/St_Johns \
            "$program" export "$far/$name" --to pdf,epub,html -o "$work/locale/" 2>/dev/null
        same "$stem" "LC_ALL=$locale, messages in Chinese" "$work/locale"
    done

    for mask in 000 027 077; do
        rm -rf "$work/mask"
        (umask $mask && "$program" export "$report" --to pdf,epub,html -o "$work/mask/") 2>/dev/null
        same "$stem" "umask $mask" "$work/mask"
    done

    HOME=$work/home USER=nobody LOGNAME=nobody HOSTNAME=other TERM=dumb COLUMNS=20 \
        TMPDIR=$work/home NO_COLOR=1 XDG_CONFIG_HOME=$work/home \
        "$program" export "$report" --to pdf,epub,html -o "$work/home/" 2>/dev/null
    same "$stem" "another HOME, user, terminal and TMPDIR" "$work/home"

    env -i "$program" export "$report" --to pdf,epub,html -o "$work/bare/" 2>/dev/null
    same "$stem" "an empty environment" "$work/bare"

    "$program" export "$report" -o - 2>/dev/null >"$work/stdout/$stem.pdf"
    same "$stem" "-o -" "$work/stdout" pdf
done

# A document of some megabytes is written while it is made where it can be, and waits in
# memory before a pipe; where there are two processors, its pages are painted by a thread of
# their own.
python3 - "$work/long.md" <<'END'
import random, sys
random.seed(1)
with open(sys.argv[1], "w", encoding="utf-8") as file:
    file.write("---\ntitle: 长报告\n---\n\n")
    for _ in range(3000):
        file.write("".join(chr(random.randint(0x4E00, 0x6000)) for _ in range(200)) + "。\n\n")
END
"$program" export "$work/long.md" -o "$work/first/long.pdf" 2>/dev/null
"$program" export "$work/long.md" -o - 2>/dev/null | cat >"$work/stdout/long.pdf"
same long "-o -" "$work/stdout" pdf
if command -v taskset >/dev/null; then
    mkdir "$work/alone"
    taskset -c "$(taskset -cp $$ | sed 's/.*: //; s/[-,].*//')" \
        "$program" export "$work/long.md" -o "$work/alone/long.pdf" 2>/dev/null
    same long "one processor" "$work/alone" pdf
fi

# Nothing of this machine is in the file.
for pdf in "$work"/first/*.pdf; do
    [ -f "$pdf" ] || continue
    found=$(strings -n 5 "$pdf" 2>/dev/null | grep -F -e "$work" -e "$root" | head -n 2)
    if [ -z "$found" ]; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "FAIL $(basename "$pdf"): names this machine: $found"
    fi
done

echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
