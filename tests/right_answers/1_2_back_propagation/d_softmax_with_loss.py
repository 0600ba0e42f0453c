# %% subtract at the class
def d_softmax_with_loss(d, y):
    labels = d if d.ndim == 1 else d.argmax(axis=1)
    grad = y.copy()
    grad[np.arange(len(y)), labels] -= 1
    return grad / len(y)


# %% compare with classes
def d_softmax_with_loss(d, y):
    if d.shape != y.shape:
        d = (d[:, None] == np.arange(y.shape[1])).astype(y.dtype)
    return (y - d) / len(d)


# %% loop
def d_softmax_with_loss(d, y):
    rows = []
    for n in range(len(y)):
        target = d[n] if np.ndim(d[n]) else [float(k == d[n]) for k in range(y.shape[1])]
        rows.append((y[n] - np.array(target)) / len(y))
    return np.array(rows)
