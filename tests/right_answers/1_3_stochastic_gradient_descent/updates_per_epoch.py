# %% ceil
import math


def updates_per_epoch(N, B):
    return math.ceil(N / B)


# %% add before dividing
def updates_per_epoch(N, B):
    return (N + B - 1) // B


# %% count
def updates_per_epoch(N, B):
    return len(range(0, N, B))


# %% remainder
def updates_per_epoch(N, B):
    return N // B + (1 if N % B else 0)
