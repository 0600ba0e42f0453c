# %% one sample at a time
def backward3(network, x, d):
    grads = {key: np.zeros_like(value) for key, value in network.items()}
    for x_n, d_n in zip(x, d):
        u1 = x_n @ network["W1"] + network["b1"]
        z1 = np.maximum(u1, 0)
        z2 = sigmoid(z1 @ network["W2"] + network["b2"])
        delta3 = (z2 @ network["W3"] + network["b3"] - d_n) / len(x)
        delta2 = (network["W3"] @ delta3) * z2 * (1 - z2)
        delta1 = np.where(u1 > 0, network["W2"] @ delta2, 0)
        for k, left, delta in [(1, x_n, delta1), (2, z1, delta2), (3, z2, delta3)]:
            grads[f"W{k}"] += np.outer(left, delta)
            grads[f"b{k}"] += delta
    return grads


# %% loop over the layers
def backward3(network, x, d):
    z1 = relu(x @ network["W1"] + network["b1"])
    z2 = sigmoid(z1 @ network["W2"] + network["b2"])
    y = z2 @ network["W3"] + network["b3"]
    lefts, slopes = [x, z1, z2], [None, np.sign(z1), z2 - z2**2]
    grads, delta = {}, (y - d) / len(d)
    for k in (3, 2, 1):
        grads[f"W{k}"] = lefts[k - 1].T @ delta
        grads[f"b{k}"] = np.sum(delta, axis=0)
        if k > 1:
            delta = delta @ network[f"W{k}"].T * slopes[k - 1]
    return grads


# %% divided at the end
def backward3(network, x, d):
    u1 = np.dot(x, network["W1"]) + network["b1"]
    z1 = relu(u1)
    u2 = np.dot(z1, network["W2"]) + network["b2"]
    z2 = sigmoid(u2)
    error = np.dot(z2, network["W3"]) + network["b3"] - d
    hidden = np.dot(error, network["W3"].T) * sigmoid(u2) * sigmoid(-u2)
    first = np.dot(hidden, network["W2"].T)
    first[u1 <= 0] = 0
    ones = np.ones(len(x))
    sums = {"W3": z2.T @ error, "b3": ones @ error, "W2": z1.T @ hidden, "b2": ones @ hidden}
    sums |= {"W1": x.T @ first, "b1": ones @ first}
    return {key: value / len(x) for key, value in sums.items()}
