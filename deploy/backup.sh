#!/bin/sh
# Write the whole backup of the rounds into a folder, under today's name, and remove those older than so many days:
#     sh deploy/backup.sh FOLDER [DAYS]
# A backup takes its name only when it is whole, and old ones go only when a new one is there.
set -eu
folder=${1:?"Usage: sh deploy/backup.sh FOLDER [DAYS]"}
days=${2:-30}
cd "$(dirname "$0")/.."
python=.venv/bin/python
[ -x "$python" ] || python=python

name="rounds-$(date -u +%Y-%m-%dT%H%M%SZ).zip"
part="$folder/.$$.zip"
trap 'rm -f "$part"' EXIT
"$python" -m data.rounds export "$part" >/dev/null
[ -s "$part" ]
mv "$part" "$folder/$name"
find "$folder" -maxdepth 1 -name 'rounds-*.zip' -mtime "+$days" -delete
echo "$folder/$name"
