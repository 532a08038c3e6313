"""Native libraries (PyMuPDF, llama.cpp) behind child processes."""
