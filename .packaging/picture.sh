#!/bin/sh
# Draws the dashboard as it is once the first incident of `hightide --demo` has tripped the alert, about
# four minutes after its start: picture.sh EXECUTABLE SVG. `make picture` runs it.
set -eu
executable=$(readlink -f "$1")
here=$(cd "$(dirname "$0")" && pwd)
svg=$(readlink -m "$2")
socket=hightide-picture-$$
stop() { tmux -L "$socket" kill-server 2>/dev/null || true; }
trap stop EXIT
screen() { tmux -L "$socket" capture-pane -p "$@"; }
# Until a text is on the screen, at most so many seconds.
wait_for() {
  for _ in $(seq "$2"); do
    screen | grep -q "$1" && return
    sleep 1
  done
  echo "no '$1' within $2 s" >&2
  exit 1
}
tmux -L "$socket" -f /dev/null new-session -d -x 100 -y 30 \
  "TERM=tmux-256color LC_ALL=C.UTF-8 TZ=UTC '$executable' --no-config --theme default --demo"
wait_for 'Requests per second' 10
# The list of networks.
tmux -L "$socket" send-keys d
wait_for 'List by' 5
tmux -L "$socket" send-keys Down Enter
wait_for 'why:' 400
sleep 20
screen -e | python3 "$here/picture.py" > "$svg"
