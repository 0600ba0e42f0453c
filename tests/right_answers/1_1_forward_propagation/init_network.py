# %% normal with scale
def init_network(sizes, rng):
    network = {}
    for k, (I, O) in enumerate(zip(sizes, sizes[1:]), start=1):
        network["W" + str(k)] = rng.normal(loc=0.0, scale=0.1, size=(I, O))
        network["b" + str(k)] = np.zeros(O)
    return network


# %% dict comprehension, biases first
def init_network(sizes, rng):
    layers = range(1, len(sizes))
    biases = {f"b{k}": np.zeros((sizes[k],)) for k in layers}
    return biases | {f"W{k}": rng.normal(0, 0.1, (sizes[k - 1], sizes[k])) for k in layers}


# %% float32
def init_network(sizes, rng):
    network = {}
    for k in range(1, len(sizes)):
        shape = sizes[k - 1], sizes[k]
        network[f"W{k}"] = rng.standard_normal(shape, dtype=np.float32) * np.float32(0.1)
        network[f"b{k}"] = np.zeros(sizes[k], dtype=np.float32)
    return network


# %% one draw cut into layers
def init_network(sizes, rng):
    network = {}
    pairs = list(zip(sizes[:-1], sizes[1:]))
    numbers = iter(0.1 * rng.standard_normal(sum(I * O for I, O in pairs)))
    for k, (I, O) in enumerate(pairs, start=1):
        network[f"W{k}"] = np.array([[next(numbers) for _ in range(O)] for _ in range(I)])
        network[f"b{k}"] = 0 * np.arange(float(O))
    return network


# %% last layer first
def init_network(sizes, rng):
    network = {}
    for k in reversed(range(1, len(sizes))):
        network[f"W{k}"] = 0.1 * rng.standard_normal((sizes[k], sizes[k - 1])).T
        network[f"b{k}"] = np.array([0] * sizes[k])
    return network


# %% the sum of uniform numbers
def init_network(sizes, rng):
    network = {}
    for k in range(1, len(sizes)):
        uniform = rng.random((12, sizes[k - 1], sizes[k]))
        network[f"W{k}"] = 0.1 * (uniform.sum(axis=0) - 6)
        network[f"b{k}"] = np.zeros(sizes[k])
    return network
