# %% list
def iterate_minibatches(x, d, batch_size, rng):
    order = rng.permutation(len(x))
    count = -(-len(x) // batch_size)
    batches = []
    for k in range(count):
        chosen = order[k * batch_size : (k + 1) * batch_size]
        batches.append((x[chosen], d[chosen]))
    return batches


# %% shuffled copies
def iterate_minibatches(x, d, batch_size, rng):
    order = np.arange(len(x))
    rng.shuffle(order)
    x, d = x[order], d[order]
    start = 0
    while start < len(x):
        yield x[start : start + batch_size], d[start : start + batch_size]
        start += batch_size


# %% array_split
def iterate_minibatches(x, d, batch_size, rng):
    order = np.argsort(rng.random(len(x)))
    for chosen in np.split(order, range(batch_size, len(x), batch_size)):
        yield np.take(x, chosen, axis=0), np.take(d, chosen, axis=0)
