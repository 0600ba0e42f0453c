# %% filled in
def predict_batched(network, x, batch_size):
    y = np.empty((len(x), len(network["b2"])))
    for start in range(0, len(x), batch_size):
        part = slice(start, start + batch_size)
        y[part] = predict_proba(network, x[part])
    return y


# %% vstack
def predict_batched(network, x, batch_size):
    parts = np.split(x, range(batch_size, len(x), batch_size))
    return np.vstack([predict_proba(network, part) for part in parts])


# %% all at once
def predict_batched(network, x, batch_size):
    rows, rest = [], x
    while len(rest):
        rows += list(predict_proba(network, rest[:batch_size]))
        rest = rest[batch_size:]
    return np.array(rows)
