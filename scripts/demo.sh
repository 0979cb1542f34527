#!/bin/sh
# The main job, start to end, on the bundled catalog: no key and no network.
set -eu
oxspec=$1
out=$2
OXSPEC_SOURCE=bundled
export OXSPEC_SOURCE

run() {
  printf '\n$ oxspec %s\n' "$*"
  "$oxspec" "$@"
}

mkdir -p "$out"
echo "Judged by the bundled catalog: facts of one day, without descriptions. With a network,"
echo "oxspec asks the hub instead."

run models flux --output image
run show black-forest-labs-flux-2-klein-4b

printf '\n$ oxspec example black-forest-labs-flux-2-klein-4b > %s/right.json\n' "$out"
"$oxspec" example black-forest-labs-flux-2-klein-4b --quiet >"$out/right.json"
run validate "$out/right.json"

cat >"$out/wrong.json" <<'JSON'
{
  "model": "black-forest-labs-flux-2-klein-4b",
  "prompt": "An ox in the rain",
  "aspectratio": "16:9",
  "output_format": "jpeg",
  "num_inference_steps": 60
}
JSON
printf '\n$ cat %s/wrong.json\n' "$out"
cat "$out/wrong.json"
# A wrong body ends with 1: that is the point here.
run validate "$out/wrong.json" || test $? -eq 1

set -- black-forest-labs-flux-2-klein-4b moonshotai-kimi-k2-5 bytedance-seed-audio-1-0 google-veo-3-1-fast
run client "$@" -o "$out/hub_client"
run docs "$@" -o "$out/pages"

echo
echo "What was written is in $out/: hub_client/ is a typed client, pages/ are reference pages."
