# %% literal
loss_curves = {"A": "batch", "B": "minibatch", "C": "online"}


# %% dict call
loss_curves = dict(A="batch", B="minibatch", C="online")


# %% from updates
updates = {"A": 3, "B": 60, "C": 3000}
names = {3: "batch", 60: "minibatch", 3000: "online"}
loss_curves = {key: names[count] for key, count in updates.items()}
