"""Log-mel features of 8 kHz speech, and their normalisation by mean and deviation."""

from pathlib import Path

import numpy as np

RATE = 8000  # samples per second
WINDOW = 200  # samples, 25 ms
HOP = 80  # samples, 10 ms
FFT = 512  # points, zero-padded
BANDS = 40
LOWEST_HZ = 60.0
ACTIVE_RMS = 0.1  # level every recording and every synthesised string is brought to
FLOOR = 3e-5  # added to each band's power: 25 dB below ACTIVE_RMS squared


def normalise_level(audio: np.ndarray) -> np.ndarray:
    """Scale audio (samples,) so that its active part, above 2 % of the peak, has ACTIVE_RMS."""
    size = np.abs(audio)
    active = audio[size > 0.02 * size.max()]
    return audio * (ACTIVE_RMS / np.sqrt(np.mean(active**2)))


def _mel_filters() -> np.ndarray:
    """Triangular filters, (FFT/2+1, BANDS), each with weights that sum to 1."""
    low, high = (2595 * np.log10(1 + hz / 700) for hz in (LOWEST_HZ, RATE / 2))
    edges = 700 * (10 ** (np.linspace(low, high, BANDS + 2) / 2595) - 1)
    hz = np.fft.rfftfreq(FFT, 1 / RATE)[:, None]
    rising = (hz - edges[:-2]) / (edges[1:-1] - edges[:-2])
    falling = (edges[2:] - hz) / (edges[2:] - edges[1:-1])
    filters = np.maximum(0, np.minimum(rising, falling))
    return filters / filters.sum(axis=0)


_HANN = np.hanning(WINDOW + 1)[:-1]
_FILTERS = _mel_filters().astype(np.float32)


def log_mel(audio: np.ndarray) -> np.ndarray:
    """Natural log of the power in each band: (samples,) -> (steps, BANDS) float32.

    White noise of variance v has power v in every band.
    """
    steps = 1 + (len(audio) - WINDOW) // HOP
    frames = np.lib.stride_tricks.sliding_window_view(audio, WINDOW)[: steps * HOP : HOP]
    spectrum = np.fft.rfft(frames * _HANN, FFT)
    power = (np.abs(spectrum) ** 2 / np.sum(_HANN**2)).astype(np.float32)
    return np.log(power @ _FILTERS + np.float32(FLOOR))


class Normalisation:
    """Mean and deviation of each band, both (BANDS,) float32."""

    def __init__(self, mean: np.ndarray, deviation: np.ndarray) -> None:
        self.mean = mean.astype(np.float32)
        self.deviation = deviation.astype(np.float32)

    @classmethod
    def measure(cls, log_mels: list[np.ndarray]) -> "Normalisation":
        """Over all steps of a list of (steps, BANDS)."""
        steps = np.concatenate(log_mels).astype(np.float64)
        return cls(steps.mean(axis=0), steps.std(axis=0))

    @classmethod
    def load(cls, path: Path) -> "Normalisation":
        mean, deviation = np.loadtxt(path, delimiter=",", skiprows=1, unpack=True, dtype=np.float32)
        return cls(mean, deviation)

    def save(self, path: Path) -> None:
        """One line per band; nine digits keep a float32 exactly."""
        columns = np.stack([self.mean, self.deviation], axis=1)
        np.savetxt(path, columns, fmt="%.9g", delimiter=",", header="mean,deviation", comments="")

    def __call__(self, log_mel: np.ndarray) -> np.ndarray:
        return (log_mel - self.mean) / self.deviation
