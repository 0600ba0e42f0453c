# %% where
def relu(x):
    return np.where(x > 0, x, 0)


# %% mask
def relu(x):
    return x * (x > 0)


# %% half of the sum
def relu(x):
    return (x + np.abs(x)) / 2


# %% copy
def relu(x):
    z = x.copy()
    z[z < 0] = 0
    return z


# %% clip
def relu(x):
    return np.clip(x, 0, None)


# %% vectorize
def relu(x):
    return np.vectorize(lambda value: max(0.0, value), otypes=[float])(x)
