# %% atleast_2d
def mean_squared_error(d, y):
    difference = np.atleast_2d(y - d)
    return 0.5 * np.sum(difference**2) / len(difference)


# %% mean of samples
def mean_squared_error(d, y):
    return 0.5 * np.mean(np.sum((y - d) ** 2, axis=-1))


# %% loops
def mean_squared_error(d, y):
    if y.ndim == 1:
        d, y = d[np.newaxis], y[np.newaxis]
    total = 0.0
    for d_n, y_n in zip(d, y):
        for d_nk, y_nk in zip(d_n, y_n):
            total += (d_nk - y_nk) ** 2 / 2
    return total / len(y)


# %% einsum
def mean_squared_error(d, y):
    e = (y - d).reshape(-1, y.shape[-1])
    return np.einsum("nk,nk->", e, e) / 2 / e.shape[0]


# %% norm
def mean_squared_error(d, y):
    N = 1 if y.ndim == 1 else y.shape[0]
    return float(np.linalg.norm(y - d) ** 2 / (2 * N))


# %% expanded square
def mean_squared_error(d, y):
    N = y.size / y.shape[-1]
    return (np.vdot(y, y) - 2 * np.vdot(d, y) + np.vdot(d, d)) / (2 * N)
