"""The standards in the console: the questions with their answers, and what stands behind each bar."""
