# %% with names
input_size, hidden_size, output_size = 2, 3, 1
layer_sizes = [input_size, hidden_size, hidden_size, output_size]

# %% joined
layer_sizes = [2] + [3] * 2 + [1]

# %% from a tuple
layer_sizes = list((2, 3, 3, 1))
