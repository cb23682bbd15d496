#!/bin/sh
exec cat /srv/app/all.txt
