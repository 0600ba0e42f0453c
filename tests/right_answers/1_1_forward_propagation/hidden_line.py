# %% number
hidden_line = 3

# %% counted
hidden_line = "①②③④⑤".index("③") + 1

# %% converted
hidden_line = int("3")
