#!/bin/sh
# Makes the pictures of docs/arabic-typesetting.md anew: sh docs/typesetting/make.sh, from the repository's top.
set -eu
here=docs/typesetting
work=$(mktemp -d)
trap 'rm -r "$work"' EXIT

# draw PICTURE INPUT OPTIONS...: the one page of the input, as a picture.
draw() {
  picture=$1 input=$2
  shift 2
  nashra preview "$here/$input" -o "$work" --dpi 130 "$@" > /dev/null
  stem=${input%.*}
  [ ! -e "$work/$stem-2.png" ] || { echo "$input has more than one page" >&2; exit 1; }
  mv "$work/$stem-1.png" "$here/$picture.png"
}

draw kashida-off column.md --theme "$here/column.toml" --kashida off
draw kashida-normal column.md --theme "$here/column.toml"
draw kashida-strong column.md --theme "$here/column.toml" --kashida strong
draw face-naskh column.md --theme "$here/naskh.toml"
sed 's/height_mm = .*/height_mm = 66.0/' "$here/column.toml" > "$work/short.toml"
draw marks marks.md --theme "$work/short.toml"
draw digits-arabic digits.json --theme "$work/short.toml" --digits arabic-indic
draw digits-european digits.json --theme "$work/short.toml" --digits european
draw calendar-both digits.json --theme "$work/short.toml" --calendar both --months dual
