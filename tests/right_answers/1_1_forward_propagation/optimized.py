# %% other order
optimized = {"b", "W"}

# %% from a list
optimized = set(["W", "b"])

# %% from a string
optimized = set("Wb")

# %% what remains
optimized = {"x", "d", "y", "W", "b", "u", "z", "ε"} - {"x", "d", "y", "u", "z", "ε"}
