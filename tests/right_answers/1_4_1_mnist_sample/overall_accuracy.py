# %% literal
overall_accuracy = 0.92


# %% fraction
overall_accuracy = 230 / 250


# %% weighted mean
overall_accuracy = np.average([0.9, 0.95, 0.9], weights=[100, 100, 50])
