# %% own functions
def predict(network, x):
    u1 = np.dot(x, network["W1"]) + network["b1"]
    u2 = np.dot(np.where(u1 > 0, u1, 0), network["W2"]) + network["b2"]
    e = np.exp(u2 - np.max(u2, axis=-1, keepdims=True))
    return e / np.sum(e, axis=-1, keepdims=True)


# %% row by row
def predict(network, x):
    if x.ndim == 1:
        z = relu(network["W1"].T @ x + network["b1"])
        return softmax(network["W2"].T @ z + network["b2"])
    return np.stack([predict(network, row) for row in x])


# %% loop over layers
def predict(network, x):
    for k, activation in ((1, relu), (2, softmax)):
        x = activation(x @ network[f"W{k}"] + network[f"b{k}"])
    return x
