# %% loop
def d_mean_squared_error(d, y):
    grad = np.zeros_like(y)
    for n in range(len(y)):
        for k in range(len(y[n])):
            grad[n, k] = (y[n, k] - d[n, k]) / len(y)
    return grad


# %% subtract and divide
def d_mean_squared_error(d, y):
    return np.divide(np.subtract(y, d), len(d))


# %% two terms
def d_mean_squared_error(d, y):
    n = d.shape[0]
    return y / n - d / n
