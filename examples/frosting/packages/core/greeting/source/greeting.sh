#!/bin/sh
echo "The $(cat /usr/share/channel 2>/dev/null || echo local) firmware greets you."
