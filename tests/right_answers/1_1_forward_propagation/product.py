# %% computed
product = np.array([1, 2]) @ np.array([[1, 3, 5], [2, 4, 6]])
product_shape = product.shape

# %% written out
product = [1 * 1 + 2 * 2, 1 * 3 + 2 * 4, 1 * 5 + 2 * 6]
product_shape = tuple([3])

# %% floats
product = (5.0, 11.0, 17.0)
product_shape = (len(product),)
