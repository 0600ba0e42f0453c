# %% tanh
def sigmoid(x):
    return (1 + np.tanh(x / 2)) / 2


# %% clip
def sigmoid(x):
    return 1 / (1 + np.exp(-np.clip(x, -500, 500)))


# %% mask
def sigmoid(x):
    x = np.asarray(x, dtype=float)
    y = np.empty_like(x)
    positive = x >= 0
    y[positive] = 1 / (1 + np.exp(-x[positive]))
    e = np.exp(x[~positive])
    y[~positive] = e / (1 + e)
    return y


# %% logaddexp
def sigmoid(x):
    return np.exp(-np.logaddexp(0, -x))


# %% math in loops
def sigmoid(x):
    import math

    def one(value):
        if value >= 0:
            return 1 / (1 + math.exp(-value))
        return math.exp(value) / (1 + math.exp(value))

    return np.array([one(value) for value in x.ravel()]).reshape(x.shape)


# %% where on safe parts
def sigmoid(x):
    left = np.exp(np.minimum(x, 0))
    return np.where(x >= 0, 1 / (1 + np.exp(-np.maximum(x, 0))), left / (1 + left))


# %% print and warning
def sigmoid(x):
    import warnings

    print("計算しています")
    warnings.warn("古い書き方です", DeprecationWarning)
    e = np.exp(-np.abs(x))
    return np.where(x < 0, e, 1) / (1 + e)
