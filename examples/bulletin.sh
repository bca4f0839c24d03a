#!/bin/sh
# A bulletin of all articles in a folder, and a text of it for a messenger.
#
#   examples/bulletin.sh samples/articles "نشرة الأسبوع" out
#
# Nothing is made when an article is wrong; the command's exit code is passed on.
set -eu
folder=$1
title=$2
output=$3
nashra check "$folder" --quiet
nashra build "$folder" --name weekly --title "$title" --format pdf,epub -o "$output"
nashra build "$folder" --title "$title" --format txt --telegram -o "$output/message.txt"
