#!/bin/sh
echo "Hello from AIMEE_TREE_NAME."
