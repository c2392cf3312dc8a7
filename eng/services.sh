# What eng/media and eng/cluster share: programs of Debian's packages, on loopback, in a folder of their own ($folder),
# each known by the process id in NAME.pid. To be sourced.

need() { # COMMAND PACKAGE [SERVICE]
  command -v "$1" >/dev/null && return
  command -v apt-get >/dev/null || { echo "$0: install $2 first: there is no apt-get here." >&2; exit 1; }
  local root=()
  ((EUID == 0)) || root=(sudo)
  echo "installing $2"
  "${root[@]}" apt-get update -qq
  DEBIAN_FRONTEND=noninteractive "${root[@]}" apt-get install -y -qq --no-install-recommends "$2" >/dev/null
  # The package's own service would be an open port on whoever works here.
  if [[ -d /run/systemd/system ]]; then "${root[@]}" systemctl disable --now "${3:-$2}" >/dev/null 2>&1 || true; fi
}

# Its name can be guessed, and secrets go there.
make_folder() {
  umask 077
  mkdir -p "$folder"
  [[ -O $folder && ! -L $folder ]] || { echo "$0: $folder is somebody else's" >&2; exit 1; }
}

secret() { # NAME
  [[ -s $folder/$1.secret ]] || head -c 36 /dev/urandom | base64 | tr '+/' '-_' >"$folder/$1.secret"
  cat "$folder/$1.secret"
}

# When a process was started, in ticks since the machine was: with its number it is unmistakable. Nothing of one that has ended.
started() { # PID
  local stat
  stat=$(cat "/proc/$1/stat" 2>/dev/null) || return 0
  read -r -a stat <<<"${stat##*) }"
  [[ ${stat[0]} == Z ]] || echo "${stat[19]}"
}

# Starts a program beside this one; what it prints goes to NAME.log.
run() { # NAME COMMAND…
  local pid
  setsid "${@:2}" >>"$folder/$1.log" 2>&1 </dev/null &
  pid=$!
  echo "$pid $(started "$pid")" >"$folder/$1.pid"
}

# Its process id, if it runs.
running() { # NAME
  [[ -f $folder/$1.pid ]] || return 1
  local pid since
  read -r pid since <"$folder/$1.pid"
  [[ -n $since && $(started "$pid") == "$since" ]] && echo "$pid"
}

# Waits until a command succeeds.
await() { # NAME SECONDS COMMAND…
  local deadline=$((SECONDS + $2))
  until "${@:3}" 2>/dev/null; do
    running "$1" >/dev/null && ((SECONDS < deadline)) || { echo "$0: $1 did not start: $folder/$1.log" >&2; exit 1; }
    sleep 0.1
  done
}

listens() { (exec 3<>"/dev/tcp/${2:-127.0.0.1}/$1"); } # PORT [ADDRESS]

# Sends a signal, and waits for the end; kills what has not ended by then.
end() { # NAME SIGNAL SECONDS
  local pid deadline=$((SECONDS + $3))
  pid=$(running "$1") || { rm -f "$folder/$1.pid"; return 0; }
  kill "-$2" "$pid"
  # A process that stands still takes no other signal.
  kill -CONT "$pid" 2>/dev/null || true
  while running "$1" >/dev/null; do
    ((SECONDS < deadline)) || { kill -KILL "$pid" 2>/dev/null || true; break; }
    sleep 0.1
  done
  rm -f "$folder/$1.pid"
  echo "stopped $1 (process $pid)"
}
