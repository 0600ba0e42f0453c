"""The students' repository: what goes into it, and its notebooks on Google Colab."""
