#!/bin/sh
echo "Hello from AIMEE-TREE-NAME."
