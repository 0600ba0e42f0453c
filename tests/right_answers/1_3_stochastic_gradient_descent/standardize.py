# %% loop
def standardize(x, mean, std):
    z = np.zeros_like(x)
    for i in range(len(mean)):
        z[..., i] = (x[..., i] - mean[i]) / std[i]
    return z


# %% two terms
def standardize(x, mean, std):
    return x / std - mean / std


# %% numpy functions
def standardize(x, mean, std):
    return np.true_divide(np.subtract(x, mean), std)
