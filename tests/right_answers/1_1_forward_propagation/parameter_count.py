# %% weights and biases apart
def parameter_count(sizes):
    weights = sum(sizes[k] * sizes[k + 1] for k in range(len(sizes) - 1))
    return weights + sum(sizes[1:])


# %% NumPy
def parameter_count(sizes):
    sizes = np.array(sizes)
    return np.sum((sizes[:-1] + 1) * sizes[1:])


# %% arrays made and counted
def parameter_count(sizes):
    total = 0
    for I, O in zip(sizes, sizes[1:]):
        total += np.zeros((I, O)).size + np.zeros(O).size
    return total


# %% recursion
def parameter_count(sizes):
    if len(sizes) < 2:
        return 0
    return sizes[1] * (1 + sizes[0]) + parameter_count(sizes[1:])
