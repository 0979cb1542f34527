# Run every script of a folder in this shell, and print which failed, and how.
sleep() { :; }
failures="{}"
for script in "$1"/*.sh; do
  out=$(. "$script" 2> "$script.err" && echo "ran") || out=""
  if [ -z "$out" ] || [ "$out" = ran ]; then
    failures=$(jq --arg name "$(basename "$script")" --rawfile told "$script.err" \
      '.[$name] = $told' <<< "$failures")
  fi
done
echo "$failures"
