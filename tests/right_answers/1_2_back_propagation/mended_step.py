# %% the three lines mended
def mended_step(network, x, d, lr):
    new = dict(network)
    u1 = x @ new["W1"] + new["b1"]
    z1 = sigmoid(u1)
    y = z1 @ new["W2"] + new["b2"]
    delta2 = (y - d) / x.shape[0]
    slope = z1 * (1 - z1)
    delta1 = (delta2 @ new["W2"].T) * slope
    new["W2"] = new["W2"] - lr * (z1.T @ delta2)
    new["b2"] = new["b2"] - lr * delta2.sum(axis=0)
    new["W1"] = new["W1"] - lr * (x.T @ delta1)
    new["b1"] = new["b1"] - lr * delta1.sum(axis=0)
    return new


# %% old W2 kept under its own name
def mended_step(network, x, d, lr):
    new = {key: value.copy() for key, value in network.items()}
    W2 = network["W2"]
    u1 = x @ new["W1"] + new["b1"]
    z1 = sigmoid(u1)
    y = z1 @ new["W2"] + new["b2"]
    delta2 = (y - d) / len(d)
    new["W2"] -= lr * (z1.T @ delta2)
    new["b2"] -= lr * delta2.sum(axis=0)
    slope = sigmoid(u1) * (1 - sigmoid(u1))
    delta1 = (delta2 @ W2.T) * slope
    new["W1"] -= lr * (x.T @ delta1)
    new["b1"] -= lr * delta1.sum(axis=0)
    return new


# %% one sample at a time
def mended_step(network, x, d, lr):
    W1, b1, W2, b2 = (network[key] for key in ("W1", "b1", "W2", "b2"))
    new = {key: value + 0.0 for key, value in network.items()}
    for x_n, d_n in zip(x, d):
        z = sigmoid(x_n @ W1 + b1)
        output = (z @ W2 + b2 - d_n) / len(x)
        hidden = (W2 @ output) * (z - z**2)
        new["W1"] -= lr * np.outer(x_n, hidden)
        new["b1"] -= lr * hidden
        new["W2"] -= lr * np.outer(z, output)
        new["b2"] -= lr * output
    return new


# %% gradients first
def mended_step(network, x, d, lr):
    ones = np.ones((len(x), 1))
    z1 = sigmoid(x @ network["W1"] + network["b1"])
    e = z1 @ network["W2"] + network["b2"] - d
    h = e @ network["W2"].T * (1 - z1) * z1
    sums = {"W1": x.T @ h, "b1": (ones.T @ h)[0], "W2": z1.T @ e, "b2": (ones.T @ e)[0]}
    return {key: network[key] - lr / len(x) * sums[key] for key in network}
