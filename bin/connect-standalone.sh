#!/bin/sh
# Kafka's script of this name starts a worker by itself; see connect-script.
here=$(cd "$(dirname "$(readlink -f "$0")")" && pwd -P)
command=standalone
arguments='connect-standalone.properties [CONNECTOR.properties|CONNECTOR.json ...]'
. "$here/connect-script"
