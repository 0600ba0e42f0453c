"""checking、progress、submission、update の裏側。教室で配り、確かめ、出すための道具。"""
