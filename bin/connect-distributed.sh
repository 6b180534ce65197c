#!/bin/sh
# Kafka's script of this name starts a worker of a cluster; see connect-script.
here=$(cd "$(dirname "$(readlink -f "$0")")" && pwd -P)
command=worker
arguments=connect-distributed.properties
. "$here/connect-script"
