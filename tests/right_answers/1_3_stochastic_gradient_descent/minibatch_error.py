# %% literal
minibatch_error = 6


# %% computed
minibatch_error = (4 + 6 + 8) / 3


# %% arrays
minibatch_error = np.array([4, 2, 6, 8, 10])[[0, 2, 3]].mean()
