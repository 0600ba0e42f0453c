# %% argsort
def most_confused(cm, k):
    off = cm.copy()
    np.fill_diagonal(off, 0)
    order = np.argsort(-off, axis=None, kind="stable")[:k]
    found = []
    for place in order:
        i, j = divmod(int(place), len(cm))
        if off[i, j] > 0:
            found.append((i, j, int(off[i, j])))
    return found


# %% tuples that sort themselves
def most_confused(cm, k):
    triples = sorted((-int(c), i, j) for (i, j), c in np.ndenumerate(cm) if i != j and c)
    return [(i, j, -c) for c, i, j in triples[:k]]


# %% largest again and again
def most_confused(cm, k):
    rest = cm - np.diag(np.diag(cm))
    result = []
    while len(result) < k and rest.max() > 0:
        i, j = np.unravel_index(rest.argmax(), rest.shape)
        result.append((int(i), int(j), int(rest[i, j])))
        rest[i, j] = 0
    return result
