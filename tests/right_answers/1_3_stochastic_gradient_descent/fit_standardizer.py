# %% masks
def fit_standardizer(x_train):
    mean = np.mean(x_train, axis=0)
    std = np.std(x_train, axis=0)
    std[std == 0] = 1
    return mean, std


# %% formula
def fit_standardizer(x_train):
    n = len(x_train)
    mean = sum(x_train) / n
    variance = sum((row - mean) ** 2 for row in x_train) / n
    std = np.sqrt(variance)
    return mean, std + (std == 0)


# %% columns
def fit_standardizer(x_train):
    means, stds = [], []
    for column in x_train.T:
        means.append(column.mean())
        stds.append(1.0 if column.min() == column.max() else column.std())
    return np.array(means), np.array(stds)
