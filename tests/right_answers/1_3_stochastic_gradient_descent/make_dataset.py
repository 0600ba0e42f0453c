# %% random
def make_dataset(n, low, high, rng):
    x = low + (high - low) * rng.random((n, 2))
    d = 3 * x[:, 0:1] + 2 * x[:, 1:2]
    return x, d


# %% two columns
def make_dataset(n, low, high, rng):
    x0 = rng.uniform(low, high, n)
    x1 = rng.uniform(low, high, n)
    return np.column_stack([x0, x1]), (3 * x0 + 2 * x1).reshape(-1, 1)


# %% one at a time
def make_dataset(n, low, high, rng):
    x, d = np.zeros((n, 2)), np.zeros((n, 1))
    for i in range(n):
        x[i] = rng.uniform(low, high, size=2)
        d[i] = x[i, 0] * 3 + x[i, 1] * 2
    return [x, d]
