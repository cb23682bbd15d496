#!/bin/sh
echo "$GREETING from a container, $(cat built.txt), run by $(id -un)"
