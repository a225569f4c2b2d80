#!/bin/sh
# Make the stored network, its sequences and the figures from nothing:
#   sh make.sh WORK
# WORK is a folder for checkpoints, outside the repository.
set -eu
mkdir -p "$1"
work=$(realpath "$1")
cd "$(dirname "$0")"

python=${PYTHON:-python3}
export OMP_NUM_THREADS=1

$python data.py ..
$python train.py plain --updates 1200 --out "$work/plain.pt"
$python train.py delta --updates 1500 --start "$work/plain.pt" --out "$work/delta.pt"
$python export.py "$work/delta.pt" ../crane.onnx
for set in stored test; do
    $python evaluate.py --set $set
    $python evaluate.py --set $set --baselines
done
$python evaluate.py --set test --after 40
$python evaluate.py --set test --after 40 --baselines
