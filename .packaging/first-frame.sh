#!/bin/sh
# Shows the dashboard of ROOT/hightide on ROOT/try.log in tmux until its first frame: first-frame.sh ROOT.
set -eu
socket=hightide-$$
stop() { tmux -L "$socket" kill-server 2>/dev/null || true; }
trap stop EXIT
tmux -L "$socket" -f /dev/null new-session -d -x 80 -y 24 \
  "env -i TERM=tmux-256color LC_ALL=C.UTF-8 $(command -v chroot) '$1' /hightide /try.log"
for _ in $(seq 100); do
  if tmux -L "$socket" capture-pane -p 2>/dev/null | grep -q 'Requests per second'; then
    tmux -L "$socket" capture-pane -p
    exit 0
  fi
  sleep 0.1
done
echo "no frame within 10 s" >&2
exit 1
