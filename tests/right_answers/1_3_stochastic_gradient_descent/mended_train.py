# %% new dictionary
def mended_train(network, x, d, lr, batch_size, orders):
    network = {key: value.copy() for key, value in network.items()}
    x = (x - x.mean(axis=0)) / x.std(axis=0)
    losses = []
    for order in orders:
        for start in range(0, len(x), batch_size):
            chosen = order[start : start + batch_size]
            u1 = x[chosen] @ network["W1"] + network["b1"]
            z1 = relu(u1)
            y = z1 @ network["W2"] + network["b2"]
            losses.append(mean_squared_error(d[chosen], y))
            delta2 = (y - d[chosen]) / len(chosen)
            delta1 = (delta2 @ network["W2"].T) * d_relu(u1)
            grads = {"W1": x[chosen].T @ delta1, "b1": delta1.sum(axis=0), "W2": z1.T @ delta2, "b2": delta2.sum(axis=0)}
            network = {key: network[key] - lr * grads[key] for key in network}
    return losses, network


# %% hidden layer first
def mended_train(network, x, d, lr, batch_size, orders):
    network = {key: value.copy() for key, value in network.items()}
    x = (x - x.mean(axis=0)) / x.std(axis=0)
    losses = []
    for order in orders:
        for start in range(0, len(x), batch_size):
            chosen = order[start : start + batch_size]
            u1 = x[chosen] @ network["W1"] + network["b1"]
            z1 = relu(u1)
            y = z1 @ network["W2"] + network["b2"]
            losses.append(mean_squared_error(d[chosen], y))
            delta2 = (y - d[chosen]) / y.shape[0]
            delta1 = (delta2 @ network["W2"].T) * (z1 > 0)
            network["W1"] -= lr * (x[chosen].T @ delta1)
            network["b1"] -= lr * delta1.sum(axis=0)
            network["W2"] -= lr * (z1.T @ delta2)
            network["b2"] -= lr * delta2.sum(axis=0)
    return losses, network


# %% given gradient
def mended_train(network, x, d, lr, batch_size, orders):
    centered = x - np.mean(x, axis=0)
    x = centered / np.sqrt(np.mean(centered**2, axis=0))
    losses = []
    for order in orders:
        mixed_x, mixed_d = x[order], d[order]
        for start in range(0, len(x), batch_size):
            part_x, part_d = mixed_x[start : start + batch_size], mixed_d[start : start + batch_size]
            losses.append(regression_loss(network, part_x, part_d))
            grads = regression_gradient(network, part_x, part_d)
            network = {key: network[key] - lr * grads[key] for key in network}
    return losses, network
