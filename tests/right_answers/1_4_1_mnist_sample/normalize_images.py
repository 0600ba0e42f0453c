# %% float32 divisor
def normalize_images(images):
    return images / np.float32(255)


# %% cast at the end
def normalize_images(images):
    return (images / 255.0).astype(np.float32)


# %% empty array
def normalize_images(images):
    x = np.empty(images.shape, dtype=np.float32)
    np.divide(images, 255, out=x, casting="unsafe")
    return x
