#!/bin/sh
# Make the stored network, its utterances and the figures from nothing:
#   sh make.sh fsdd.tar WORK
# WORK is a folder for audio features and checkpoints, outside the repository.
set -eu
archive=$(realpath "$1")
mkdir -p "$2"
work=$(realpath "$2")
cd "$(dirname "$0")"
digits=$(realpath ..)

python=${PYTHON:-python3}
export OMP_NUM_THREADS=1
common="--recordings $archive --synthetic $work/train.npz --norm $digits/normalisation.csv"

$python synthesise.py train "$work/train.npz"
$python synthesise.py test "$work/test.npz"
$python train.py plain $common --updates 1700 --out "$work/plain.pt"
$python train.py delta $common --updates 4500 --start "$work/plain.pt" --out "$work/delta.pt"
$python export.py "$work/delta.pt" "$digits/digits.onnx"
$python train_edgedrnn.py $common --updates 800 --start "$digits/digits.onnx" \
    --out "$digits/digits_edgedrnn.onnx"
$python store.py --norm "$digits/normalisation.csv" "$digits"
$python evaluate.py --stored --synthetic "$work/test.npz" --recordings "$archive"
