# %% loop
def relative_error(a, b):
    largest = 0.0
    for x, y in zip(a.ravel(), b.ravel()):
        scale = abs(x) + abs(y)
        if scale < 1e-6:
            scale = 1e-6
        largest = max(largest, abs(x - y) / scale)
    return largest


# %% where
def relative_error(a, b):
    scale = np.abs(a) + np.abs(b)
    scale = np.where(scale > 1e-6, scale, 1e-6)
    return float((np.abs(b - a) / scale).max())


# %% clip
def relative_error(a, b):
    return max(np.ravel(np.absolute(a - b) / np.clip(np.absolute(a) + np.absolute(b), 1e-6, None)))
