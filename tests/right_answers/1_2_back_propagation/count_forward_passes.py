# %% loop
def count_forward_passes(sizes):
    parameters = 0
    for k in range(1, len(sizes)):
        parameters += sizes[k - 1] * sizes[k] + sizes[k]
    return 2 * parameters


# %% arrays
def count_forward_passes(sizes):
    n = np.array(sizes)
    return int(2 * np.sum((n[:-1] + 1) * n[1:]))


# %% weights and biases apart
def count_forward_passes(sizes):
    weights = sum(sizes[i] * sizes[i + 1] for i in range(len(sizes) - 1))
    biases = sum(sizes) - sizes[0]
    return weights * 2 + biases * 2
