# %% picked by labels
def cross_entropy_error(d, y):
    if y.ndim == 1:
        d, y = d.reshape(1, -1), y.reshape(1, -1)
    labels = d.argmax(axis=1) if d.ndim == 2 else d
    picked = y[np.arange(len(y)), labels]
    return np.mean(-np.log(np.clip(picked, 1e-7, None))) + 0


# %% size tells the form
def cross_entropy_error(d, y):
    y = np.atleast_2d(y)
    if d.size == y.size:
        d = np.atleast_2d(d).argmax(axis=1)
    total = 0.0
    for n, label in enumerate(d):
        total += abs(np.log(max(y[n, label], 1e-300)))
    return total / len(y)


# %% log of tiny numbers replaced
def cross_entropy_error(d, y):
    y = np.atleast_2d(y)
    d = np.eye(y.shape[1])[d] if d.ndim == 1 and d.size == len(y) and len(y) > 1 or d.size != y.size else d
    safe = np.where(y > 0, y, np.finfo(float).tiny)
    return np.einsum("nk,nk->", np.atleast_2d(d), -np.log(safe)) / len(y)


# %% wrong classes left out, with a warning
def cross_entropy_error(d, y):
    if d.ndim < y.ndim:
        d = (d[:, None] == np.arange(y.shape[1])).astype(float)
    errors = np.where(d == 1, -np.log(y), 0)
    errors = np.minimum(errors, 100)
    return abs(np.sum(errors) / (1 if y.ndim == 1 else len(y)))


# %% eps of the type
def cross_entropy_error(d, y):
    N = 1 if y.ndim == 1 else y.shape[0]
    if y.ndim - d.ndim == 1:
        d = np.eye(y.shape[-1], dtype=int)[d]
    y = np.maximum(y, np.finfo(y.dtype).eps)
    return 0.0 - float(np.sum(d * np.log(y))) / N
