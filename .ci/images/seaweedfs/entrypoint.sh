#!/bin/sh
# The part of upstream's entry script that a compose file meets.
if [ "$(id -u)" = 0 ]; then
  if [ "$(stat -c %u:%g /data)" != 1000:1000 ]; then
    chown -R seaweed:seaweed /data || echo "Warning: Failed to change ownership of /data." >&2
  fi
  exec su-exec seaweed "$0" "$@"
fi

if [ "$1" = server ]; then
  shift
  # An option given twice counts the last time, -volume.max included.
  exec /usr/bin/weed -logtostderr=true server -dir=/data -volume.max=0 \
    -master.volumePreallocate -master.volumeSizeLimitMB=1024 "$@"
fi
exec /usr/bin/weed "$@"
